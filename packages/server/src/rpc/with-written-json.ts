import {
  compressionNegotiate,
  type UniversalServerRequest,
  type UniversalServerResponse,
} from '@connectrpc/connect/protocol';
import { gzipCompression } from './gzip-compression.ts';
import { chunkOf } from './universal-request-of.ts';
import { writtenJson } from './written-answer.ts';

const ACCEPTED = 'accept-encoding';

/** The library's answer over Connect with the text that the method wrote in the place of its empty message. */
export async function withWrittenJson(
  response: UniversalServerResponse,
  { contextValues, header: asked }: UniversalServerRequest,
): Promise<UniversalServerResponse> {
  const text = contextValues?.get(writtenJson);
  if (text === undefined || response.status !== 200) return response;
  const header = new Headers(response.header);
  const compression = compressionNegotiate([gzipCompression], null, asked.get(ACCEPTED), ACCEPTED).response;
  const whole: Uint8Array = Buffer.from(text);
  const body = compression === null ? whole : await compression.compress(whole);
  if (compression !== null) header.set('content-encoding', compression.name);
  header.set('content-length', String(body.length));
  return { ...response, header, body: chunkOf(body) };
}
