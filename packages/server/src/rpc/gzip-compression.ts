import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Code, ConnectError } from '@connectrpc/connect';
import type { Compression } from '@connectrpc/connect/protocol';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** What every client of the three protocols knows. On libuv's threads, so that the event loop stays free. */
export const gzipCompression: Compression = {
  name: 'gzip',
  compress: async (bytes) => new Uint8Array(await compress(bytes, { level: 1 })),
  decompress: async (bytes, maxBytes) => {
    if (bytes.length === 0) return new Uint8Array(0);
    try {
      return new Uint8Array(await decompress(bytes, { maxOutputLength: maxBytes }));
    } catch (error) {
      if (error instanceof RangeError) {
        throw new ConnectError(`The message is larger than ${maxBytes} bytes.`, Code.ResourceExhausted);
      }
      throw new ConnectError('The compressed message is damaged or cut off.', Code.InvalidArgument);
    }
  },
};
