import type { UploadId } from '../../store/upload.ts';
import { contentHash } from '../content-hash.ts';
import type { UploadFormat } from '../upload-format.ts';
import { decodeFile } from './decode-file.ts';

/** One pprof file, pushed by hand or by a script. The same file with the same words is the same upload. */
export const fileFormat: UploadFormat = {
  decode: decodeFile,
  identify: ({ headers, body }) => {
    const words = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
    const hash = contentHash(['pprof', body, ...words.flat()]);
    return { uploadId: hash as UploadId, contentHash: hash };
  },
};
