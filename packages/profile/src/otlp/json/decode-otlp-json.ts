import { decodeOtlp } from '../decode-otlp.ts';
import { DEFAULT_OTLP_LIMITS, type OtlpLimits } from '../limits.ts';
import type { OtlpUpload } from '../otlp-upload.ts';
import { wireOfOtlpJson } from './wire-of-json.ts';

/**
 * Decodes a request of OTLP profiles in its JSON form. As {@link decodeOtlp}; places in messages of what the dictionary and profiles hold
 * name bytes of the binary form.
 *
 * @throws ProfileFormatError and nothing else, whatever the bytes are.
 */
export const decodeOtlpJson = (bytes: Uint8Array, limits: OtlpLimits = DEFAULT_OTLP_LIMITS): OtlpUpload =>
  decodeOtlp(wireOfOtlpJson(bytes, limits), limits);
