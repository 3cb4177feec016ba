import type { FirefoxProfile } from '@hearth/profile';
import type { UploadWords } from '../upload-words.ts';

/** What agents write in place of the operating system. */
const HOST_OF_PIPELINE = /^host \d+ of \d+$/;
/** Machine code, whatever it was compiled from. */
const RUNTIME = 'native';
/** Values of tags are cut here, so that a strange file is not refused for its own words. */
const MAX_OWN_LENGTH = 200;

/** What a profile says of where it ran, as tags. Empty ones are left out. */
export function firefoxTags(words: UploadWords, recorded: FirefoxProfile | undefined): ReadonlyMap<string, string> {
  const { oscpu = '', abi = '', importedFrom = '' } = recorded?.meta ?? {};
  const arch = recorded?.libs.find((lib) => lib.arch !== '')?.arch ?? abi;
  const tags = {
    runtime: RUNTIME,
    runtime_arch: arch,
    runtime_os: HOST_OF_PIPELINE.test(oscpu) ? '' : oscpu,
    probe_version: words['recorder'] ?? importedFrom,
    host: words['host'] ?? '',
  };
  const cut = Object.entries(tags).map(([name, value]) => [name, value.slice(0, MAX_OWN_LENGTH)] as const);
  return new Map(cut.filter(([, value]) => value !== ''));
}
