import type { WireReader } from '../pprof/wire-reader.ts';
import type { StringIndex } from '../profile.ts';
import type { OtlpLimits } from './limits.ts';

/** The dictionary's strings, with those behind them that stand elsewhere on the wire: values of attributes, ids of links. */
export class TextTable {
  readonly strings: string[];
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #maxBytes: number;

  constructor(strings: string[], limits: OtlpLimits) {
    this.strings = strings;
    this.#maxBytes = limits.stringBytes;
  }

  add(text: string): StringIndex {
    if (text === '') return 0 as StringIndex;
    this.strings.push(text);
    return (this.strings.length - 1) as StringIndex;
  }

  /** Reads the text of a length-delimited field. */
  read(reader: WireReader): string {
    const end = reader.length();
    const { pos } = reader;
    if (end - pos > this.#maxBytes) reader.fail('string_too_long', `longer than ${this.#maxBytes} bytes`);
    reader.pos = end;
    try {
      return this.#utf8.decode(reader.bytes.subarray(pos, end));
    } catch {
      return reader.fail('invalid_utf8', 'the text is not UTF-8');
    }
  }
}
