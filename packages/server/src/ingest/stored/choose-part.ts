import { HearthError } from '../../errors/hearth-error.ts';
import type { DecodedUpload, ProfilePart } from '../../store/upload.ts';

/** What a profile is most likely opened for. */
const FIRST = ['cpu', 'wall'];

/**
 * The attachment of a profile that has the type, or the likeliest.
 * @throws HearthError `not_decoded` when nothing of it is read; `invalid_request` when none has the type
 */
export function choosePart({ profiles }: DecodedUpload, index: number, type: string | undefined): ProfilePart {
  const parts = profiles[index]?.parts ?? [];
  const [first] = parts;
  if (first === undefined) throw new HearthError('not_decoded');
  const has = (part: ProfilePart, wanted: string): boolean => part.profile.types.some((own) => own.type === wanted);
  const found = (type === undefined ? FIRST : [type])
    .map((wanted) => parts.find((part) => has(part, wanted)))
    .find((part) => part !== undefined);
  if (found !== undefined) return found;
  if (type === undefined) return first;
  const all = [...new Set(parts.flatMap((part) => part.profile.types.map((own) => own.type)))];
  throw new HearthError('invalid_request', {
    message: `type: the profile has no values of that type, but: ${all.join(', ')}.`,
  });
}
