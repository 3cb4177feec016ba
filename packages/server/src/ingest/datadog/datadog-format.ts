import type { UploadFormat } from '../upload-format.ts';
import { decodeDatadog } from './decode-datadog.ts';
import { identifyUpload } from './identify-upload.ts';
import { readDatadogUpload } from './read-datadog-upload.ts';

/** Datadog's and Blackfire's multipart upload. */
export const datadogFormat: UploadFormat = {
  decode: decodeDatadog,
  identify: (original, limits) => identifyUpload(readDatadogUpload(original.body, original.contentType, limits)),
};
