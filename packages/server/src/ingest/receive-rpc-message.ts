import type { FastifyRequest } from 'fastify';
import { HearthError } from '../errors/hearth-error.ts';
import { rpcFormOf } from '../rpc/rpc-form.ts';
import { removeContentEncoding } from './inflate/content-encoding.ts';
import type { IngestDeps } from './ingest-deps.ts';
import { receiveBody } from './receive-body.ts';

/** The message of a call, freed of framing and compression. */
export interface RpcMessage {
  readonly bytes: Uint8Array;
  /** JSON in UTF-8, else protobuf. */
  readonly isJson: boolean;
}

/** Flags (bit 0: compressed) and length, before each message of gRPC. */
const FRAME_BYTES = 5;

/**
 * Reads the one message of a call by Connect, gRPC or gRPC-Web under the limits of uploads and hands it to `work`; its bytes count
 * as in hand until that is done.
 *
 * @throws HearthError, ClientGoneError
 */
export async function receiveRpcMessage<T>(
  deps: Pick<IngestDeps, 'decoder' | 'limits' | 'bodiesInHand'>,
  request: FastifyRequest,
  work: (message: RpcMessage) => Promise<T>,
): Promise<T> {
  const { decoder, limits, bodiesInHand } = deps;
  const form = rpcFormOf(request.headers['content-type'] ?? '');
  if (form === undefined)
    throw new HearthError('unsupported_format', { message: 'The content type is of no RPC call.' });
  const { isFramed, isJson } = form;
  const maxBytes = limits.bodyBytes;
  const bounds = { sentBytes: maxBytes + (isFramed ? FRAME_BYTES : 0), contentBytes: maxBytes, bodiesInHand };
  return receiveBody(deps, request, bounds, async ({ content }) => {
    if (!isFramed) return work({ bytes: content, isJson });
    const { isCompressed, payload } = unframe(content);
    if (!isCompressed) return work({ bytes: payload, isJson });
    const encoding = request.headers['grpc-encoding'];
    if (typeof encoding !== 'string' || encoding === 'identity')
      throw invalid('it is compressed, and nothing says how');
    const options = { maxBytes, name: 'the message' };
    const bytes = await removeContentEncoding(payload, encoding, options, decoder.inflate);
    bodiesInHand.take(bytes.length);
    try {
      return await work({ bytes, isJson });
    } finally {
      bodiesInHand.release(bytes.length);
    }
  });
}

/** gRPC's framing around exactly one message. */
function unframe(body: Uint8Array): { readonly isCompressed: boolean; readonly payload: Uint8Array } {
  if (body.length < FRAME_BYTES) throw invalid('the body is shorter than the head of a message');
  const flags = body[0]!;
  const length = new DataView(body.buffer, body.byteOffset).getUint32(1);
  if (flags > 1) throw invalid('its flags are unknown');
  if (length > body.length - FRAME_BYTES) throw invalid('it is cut off');
  if (length < body.length - FRAME_BYTES) throw invalid('more follows than one message');
  return { isCompressed: flags === 1, payload: body.subarray(FRAME_BYTES) };
}

const invalid = (what: string): HearthError =>
  new HearthError('invalid_message', { message: `The message of the call cannot be read: ${what}.` });
