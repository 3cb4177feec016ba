import { captureIdSchema } from './capture-id.ts';
import { MAX_CHUNK_BYTES } from './constants.ts';

/** A piece of a capture's file: the only binary frames on the link, agent to server. */
export interface ChunkFrame {
  readonly captureId: string;
  /** Place of the first byte of `data` in the file. */
  readonly offset: number;
  readonly data: Uint8Array;
}

const OFFSET_BYTES = 8;

/** `[length of the id: 1 byte][id: ASCII][offset: 8 bytes, big endian][data]`. */
export function encodeChunkFrame({ captureId, offset, data }: ChunkFrame): Uint8Array<ArrayBuffer> {
  const id = new TextEncoder().encode(captureId);
  const frame = new Uint8Array(1 + id.length + OFFSET_BYTES + data.length);
  frame[0] = id.length;
  frame.set(id, 1);
  const view = new DataView(frame.buffer);
  view.setUint32(1 + id.length, Math.floor(offset / 2 ** 32));
  view.setUint32(1 + id.length + 4, offset >>> 0);
  frame.set(data, 1 + id.length + OFFSET_BYTES);
  return frame;
}

/** @returns undefined for anything but a frame with data and a valid id */
export function decodeChunkFrame(frame: Uint8Array): ChunkFrame | undefined {
  const start = 1 + (frame[0] ?? 0) + OFFSET_BYTES;
  if (frame.length <= start || frame.length - start > MAX_CHUNK_BYTES) return undefined;
  const id = captureIdSchema.safeParse(new TextDecoder().decode(frame.subarray(1, start - OFFSET_BYTES)));
  if (!id.success) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const offset = view.getUint32(start - OFFSET_BYTES) * 2 ** 32 + view.getUint32(start - 4);
  return Number.isSafeInteger(offset) ? { captureId: id.data, offset, data: frame.subarray(start) } : undefined;
}
