import type { JsonBytes } from '../json/json-bytes.ts';
import { readElements, readMembers, readWord } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { FirefoxLib } from './firefox-profile.ts';
import type { FirefoxLimits } from './limits.ts';

/** Takes `libs`: the modules of all processes. */
export function readLibs(json: JsonBytes, limits: FirefoxLimits): readonly FirefoxLib[] {
  const libs: FirefoxLib[] = [];
  const tooMany = (): Error => new ProfileFormatError('too_many_mappings', `there are more than ${limits.libs} libs`);
  readElements(json, limits.libs, tooMany, () => {
    const lib = { name: '', path: '', debugName: '', debugPath: '', breakpadId: '', codeId: '', arch: '' };
    const readers = Object.keys(lib).map((key) => [
      key,
      (member: JsonBytes) => {
        lib[key as keyof typeof lib] = readWord(member, limits.stringBytes);
      },
    ]);
    readMembers(json, Object.fromEntries(readers) as Record<string, (member: JsonBytes) => void>);
    libs.push(lib);
  });
  return libs;
}
