import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate as inflateZlib } from 'node:zlib';
import { HearthError } from '../../errors/hearth-error.ts';
import { corrupt, type InflateOptions, tooLarge } from './inflate-options.ts';

type AsyncInflate = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

/** On libuv's threads, so that the event loop stays free whatever the size. */
const zlibCodecs: Readonly<Record<string, AsyncInflate>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflateZlib),
  br: promisify(brotliDecompress),
};

/** RFC 9110 8.4 knows lists; nobody sends more than one, and a long list is an attack. */
const MAX_ENCODINGS = 2;

/**
 * Takes a body's `Content-Encoding` off, the last one first: gzip, deflate, br, zstd or identity.
 *
 * @param unzstd runs zstd where it blocks nobody
 * @throws HearthError `unsupported_encoding`, `inflated_too_large`, `corrupt_compression`
 */
export async function removeContentEncoding(
  body: Uint8Array,
  header: string | undefined,
  options: InflateOptions,
  unzstd: (body: Uint8Array, maxBytes: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const encodings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  if (encodings.length > MAX_ENCODINGS) throw new HearthError('unsupported_encoding');
  let content = body;
  for (const encoding of encodings.reverse()) {
    const codec = Object.hasOwn(zlibCodecs, encoding) ? zlibCodecs[encoding] : undefined;
    if (codec !== undefined) content = await runZlib(codec, content, options);
    else if (encoding === 'zstd') content = await unzstd(content, options.maxBytes);
    else throw new HearthError('unsupported_encoding');
  }
  return content;
}

async function runZlib(codec: AsyncInflate, body: Uint8Array, options: InflateOptions): Promise<Uint8Array> {
  try {
    return await codec(body, { maxOutputLength: options.maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(options);
    throw corrupt(options, 'the content is damaged or cut off', error);
  }
}
