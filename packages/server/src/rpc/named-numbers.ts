import type { IncomingHttpHeaders } from 'node:http';

/** By field, then by the name of a number: JSON writes enums by name, and our messages have numbers in their place. */
export type NamedNumbers = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Whether a body is a message in JSON as it is: neither framed nor compressed. */
export const isPlainJson = (headers: IncomingHttpHeaders): boolean =>
  /^application\/json\b/i.test(headers['content-type'] ?? '') &&
  /^(?:identity)?$/i.test(headers['content-encoding'] ?? '');

/** The message with numbers in the place of names, at any depth; as it is when there are none, or when it is no JSON. */
export function withNumbers(body: Buffer, names: NamedNumbers): Buffer {
  const fields = Object.keys(names);
  if (!fields.some((field) => body.includes(`"${field}"`))) return body;
  try {
    const message: unknown = JSON.parse(body.toString(), (key, value: unknown) =>
      typeof value === 'string' && Object.hasOwn(names, key) ? (names[key]![value] ?? value) : value,
    );
    return Buffer.from(JSON.stringify(message));
  } catch {
    // Whoever reads the message says what is wrong with it.
    return body;
  }
}
