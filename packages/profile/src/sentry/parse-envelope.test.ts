import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProfileFormatError } from '../profile-format-error.ts';
import { encodeEnvelope } from './encode-envelope.ts';
import type { Envelope } from './envelope.ts';
import { parseEnvelope } from './parse-envelope.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function parse(text: string): Envelope {
  return parseEnvelope(encoder.encode(text));
}

function payloads(text: string): readonly (readonly [string, string])[] {
  return parse(text).items.map(({ type, payload }) => [type, decoder.decode(payload)]);
}

describe('framing', () => {
  it.each([
    [
      'without length, to the newline',
      '{}\n{"type":"a"}\n{"x":1}\n{"type":"b"}\nyy\n',
      [
        ['a', '{"x":1}'],
        ['b', 'yy'],
      ],
    ],
    ['without length, to the end', '{}\n{"type":"a"}\n{"x":1}', [['a', '{"x":1}']]],
    [
      'with length, newlines inside',
      '{}\n{"type":"a","length":5}\na\nb\nc\n{"type":"b"}\nyy',
      [
        ['a', 'a\nb\nc'],
        ['b', 'yy'],
      ],
    ],
    [
      'length counts bytes',
      '{}\n{"type":"a","length":6}\néèà\n{"type":"b"}\ny',
      [
        ['a', 'éèà'],
        ['b', 'y'],
      ],
    ],
    [
      'length 0',
      '{}\n{"type":"a","length":0}\n\n{"type":"b","length":0}\n',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['length 0 at the very end', '{}\n{"type":"a","length":0}', [['a', '']]],
    ['length null', '{}\n{"type":"a","length":null}\nxx\n', [['a', 'xx']]],
    ['blank tail', '{}\n{"type":"a"}\nxx\n\n \r\n\t\n', [['a', 'xx']]],
    ['no items', '{"event_id":"1"}', []],
    ['no items, newline', '{}\n', []],
    ['carriage returns in headers', '{}\r\n{"type":"a","length":2}\r\nxx\n', [['a', 'xx']]],
  ])('%s', (_, text, expected) => {
    expect(payloads(text)).toEqual(expected);
  });

  it('copies no payload', () => {
    const bytes = encoder.encode('{}\n{"type":"a"}\nxx\n');
    expect(parseEnvelope(bytes).items[0]?.payload.buffer).toBe(bytes.buffer);
  });

  it('keeps all headers', () => {
    const { headers, items } = parse('{"dsn":"d","sdk":{"name":"n"}}\n{"type":"a","platform":"node"}\nxx');
    expect(headers).toEqual({ dsn: 'd', sdk: { name: 'n' } });
    expect(items[0]?.headers).toEqual({ type: 'a', platform: 'node' });
  });
});

describe('refuses', () => {
  it.each([
    ['not_envelope', ''],
    ['not_envelope', '\n{"type":"a"}\nxx'],
    ['not_envelope', '[]\n'],
    ['not_envelope', 'null\n'],
    ['not_envelope', '{"a":\n'],
    ['bad_envelope_item', '{}\n{"type":"a","length":3}\nxx'],
    ['bad_envelope_item', '{}\n{"type":"a","length":1}\nxx\n'],
    ['bad_envelope_item', '{}\n{"type":"a","length":-1}\nxx\n'],
    ['bad_envelope_item', '{}\n{"type":"a","length":1.5}\nxx\n'],
    ['bad_envelope_item', '{}\n{"type":"a","length":"2"}\nxx\n'],
    ['bad_envelope_item', '{}\n{"length":2}\nxx\n'],
    ['bad_envelope_item', '{}\n{"type":7}\nxx\n'],
    ['bad_envelope_item', '{}\n7\nxx\n'],
    ['bad_envelope_item', '{}\n{"type":"a"}\nxx\nno header\n'],
    ['too_many_items', `{}\n${'{"type":"a"}\n{}\n'.repeat(1001)}`],
    ['header_too_big', `{"a":"${'x'.repeat(65_536)}"}\n`],
    ['header_too_big', `{}\n{"type":"${'x'.repeat(65_536)}"}\n{}`],
  ])('%s: %#', (code, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ name: 'ProfileFormatError', code }));
  });

  it('headers that are not UTF-8', () => {
    expect(() => parseEnvelope(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toThrow(ProfileFormatError);
  });

  it('takes a thousand items', () => {
    expect(parse(`{}\n${'{"type":"a"}\n{}\n'.repeat(1000)}`).items).toHaveLength(1000);
  });
});

describe('properties', () => {
  const header = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
  const item = fc.record({ type: fc.string(), headers: header, payload: fc.uint8Array({ maxLength: 60 }) });

  it('what is encoded is read again, whatever the payloads hold', () => {
    fc.assert(
      fc.property(header, fc.array(item, { maxLength: 5 }), (headers, items) => {
        const envelope = JSON.parse(JSON.stringify({ headers })) as Pick<Envelope, 'headers'>;
        const again = parseEnvelope(encodeEnvelope({ headers: envelope.headers, items: items as Envelope['items'] }));
        expect(again.headers).toEqual(envelope.headers);
        expect(again.items.map(({ type, payload }) => [type, Array.from(payload)])).toEqual(
          items.map(({ type, payload }) => [type, Array.from(payload)]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('any bytes make an envelope or its own error', () => {
    const pieces = fc.constantFrom(
      '{}',
      '\n',
      '{"type":"a"}',
      '{"type":"profile","length":3}',
      'abc',
      '"',
      '\\',
      ' ',
      '{"type":"b","length":0}',
    );
    const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => encoder.encode(parts.join('')));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), texts), (bytes) => {
        try {
          const { items } = parseEnvelope(bytes);
          expect(items.reduce((sum, { payload }) => sum + payload.length, 0)).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ProfileFormatError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
