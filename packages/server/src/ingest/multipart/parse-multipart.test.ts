import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { buildMultipart } from '../testing/build-multipart.ts';
import { parseMultipart } from './parse-multipart.ts';

const type = 'multipart/form-data; boundary=XX';
const parse = (text: string | Uint8Array, contentType = type) =>
  parseMultipart(typeof text === 'string' ? Buffer.from(text) : text, contentType, DEFAULT_INGEST_LIMITS).map(
    (part) => ({
      ...part,
      content: Buffer.from(part.content).toString('latin1'),
    }),
  );
const refusal = (text: string | Uint8Array, contentType = type): string => {
  try {
    parse(text, contentType);
  } catch (error) {
    if (error instanceof HearthError && error.code === 'invalid_multipart') return error.message;
    throw error;
  }
  return 'no error';
};

describe('what clients write', () => {
  it.each<[string, string]>([
    [
      'CRLF',
      '--XX\r\nContent-Disposition: form-data; name="a"; filename="b.c"\r\nContent-Type: text/plain\r\n\r\nv\r\n--XX--\r\n',
    ],
    ['LF', '--XX\nContent-Disposition: form-data; name="a"; filename="b.c"\nContent-Type: text/plain\n\nv\n--XX--\n'],
    [
      'bare names',
      '--XX\r\ncontent-disposition:form-data;filename=b.c;name=a\r\ncontent-type:text/plain;charset=x\r\n\r\nv\r\n--XX--',
    ],
    [
      'preamble and epilogue',
      'hello\r\n--XX  \r\nContent-Type: Text/Plain\r\nContent-Disposition: form-data; name=a ; filename="b.c"\r\n\r\nv\r\n--XX--\r\nbye\r\n--XX',
    ],
  ])('%s', (_, body) => {
    expect(parse(body)).toEqual([{ name: 'a', fileName: 'b.c', contentType: 'text/plain', content: 'v' }]);
  });

  it('escaped quotes, Windows paths, no disposition, empty content', () => {
    const body = String.raw`--XX
Content-Disposition: form-data; name="a\"b"; filename="C:\dir\f.pprof"

1
--XX

2
--XX
X: y


--XX--`;
    expect(parse(body).map(({ name, fileName, content }) => [name, fileName, content])).toEqual([
      ['a"b', String.raw`C:\dir\f.pprof`, '1'],
      ['', '', '2'],
      ['', '', ''],
    ]);
  });

  it('a quoted boundary with a space, and a boundary within the content', () => {
    expect(parse('--a b\n\n--a bc\n x--a b--\n--a b--', 'multipart/mixed; boundary="a b"')[0]?.content).toBe(
      '--a bc\n x--a b--',
    );
  });

  it('any content comes back byte for byte, in order', () => {
    const content = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(fc.array(content, { maxLength: 8 }), (contents) => {
        const { body, contentType } = buildMultipart(contents.map((bytes, i) => ({ name: `p${i}`, content: bytes })));
        const parts = parseMultipart(body, contentType, DEFAULT_INGEST_LIMITS);
        expect(parts.map((part) => [part.name, [...part.content]])).toEqual(
          contents.map((bytes, i) => [`p${i}`, [...bytes]]),
        );
      }),
    );
  });
});

describe('what is refused', () => {
  const part = (headers: string) => `--XX\r\n${headers}\r\n\r\nv\r\n--XX--`;
  it.each<[string, string, string?]>([
    ['', 'does not occur'],
    ['--XY\r\n\r\nv\r\n--XY--', 'does not occur'],
    ['--XX', 'does not occur'],
    ['--XX\r\n\r\nv', 'closing boundary'],
    ['--XX\r\n\r\nv\r\n--XX', 'closing boundary'],
    ['--XX\r\nA: b\r\n--XX--', 'have no end'],
    [part('no colon'), 'has no name'],
    [part(`A: ${'x'.repeat(9000)}`), 'have no end'],
    [part(Array.from({ length: 17 }, () => 'A: b').join('\r\n')), 'more than 16 headers'],
    [part(`Content-Disposition: form-data; name="${'ä'.repeat(130)}"`), 'too long'],
    ['x', 'not multipart', 'text/plain'],
    ['x', 'names no boundary', 'multipart/form-data; boundary='],
    ['x', 'names no boundary', `multipart/form-data; boundary=${'x'.repeat(71)}`],
    ['x', 'names no boundary', 'multipart/form-data; boundary'],
  ])('%j: %s', (body, message, contentType) => {
    expect(refusal(body, contentType)).toContain(message);
  });

  it('nothing else is thrown, whatever the bytes', () => {
    const noise = fc.array(
      fc.constantFrom('--XX', '--', '\r\n', '\n', ':', ';', '"', '\\', '=', 'name', 'Content-Disposition'),
    );
    fc.assert(
      fc.property(noise, (words) => {
        refusal(words.join(''));
        refusal('x', `multipart/form-data;${words.join('')}`);
      }),
    );
  });
});
