import { create, type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import { createContextKey, type HandlerContext } from '@connectrpc/connect';
import { rpcFormOf } from './rpc-form.ts';

/** An answer of so many numbers that an object for each costs more than the question: whoever knows them writes the message. */
export interface WrittenAnswer {
  /** The message in protobuf. */
  readonly bytes: () => Uint8Array;
  /** The same in protobuf's JSON; made of the bytes when absent. */
  readonly json?: () => string;
}

/** The body of an answer over Connect in JSON, whose message the library was given empty. */
export const writtenJson = createContextKey<string | undefined>(undefined);

/** What the implementation of a method gives back for its answer, in the form that the call wants. */
export function writtenAnswer<Desc extends DescMessage>(
  call: HandlerContext,
  schema: Desc,
  { bytes, json }: WrittenAnswer,
): MessageShape<Desc> {
  const { isFramed = false, isJson = false } = rpcFormOf(call.requestHeader.get('content-type') ?? '') ?? {};
  if (!isJson) return messageOfBytes(schema, bytes());
  if (isFramed || json === undefined) return fromBinary(schema, bytes());
  call.values.set(writtenJson, json());
  return create(schema);
}

/** A field that holds a message, or text, as bytes of the message that it is a field of. @param bytes of what it holds */
export function fieldBytes(field: number, bytes: Uint8Array): Uint8Array {
  const head = [...varint(field * 8 + LENGTH_DELIMITED), ...varint(bytes.length)];
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  return whole;
}

const LENGTH_DELIMITED = 2;

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return [...bytes, rest];
}

/** A message that is written as these bytes: the library writes fields that it does not know as they are, and takes all of them for one. */
function messageOfBytes<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> {
  const message = create(schema);
  const [first] = bytes;
  if (first === undefined) return message;
  // Tags of the fields below 16 are one byte.
  return Object.assign(message, { $unknown: [{ no: first >> 3, wireType: first & 7, data: bytes.subarray(1) }] });
}
