import { type Envelope, ProfileFormatError, parseEnvelope } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';

/** Cuts an envelope into its items. @throws HearthError `invalid_envelope` */
export function readEnvelope(bytes: Uint8Array): Envelope {
  try {
    return parseEnvelope(bytes);
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new HearthError('invalid_envelope', { message: `${error.message} (${error.code})`, cause: error });
  }
}
