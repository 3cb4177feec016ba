import { JsonCursor } from './json-cursor.ts';
import { asJsonObject, type JsonObject, type JsonValue } from './json-value.ts';
import { MAX_PROFILE_BYTES, MAX_SENTRY_EXTRA_CHARACTERS, MAX_SENTRY_NAME_CHARACTERS } from './limits.ts';
import { ownText } from './own-text.ts';
import { SentryDropError } from './sentry-drop-error.ts';

/** Where a member's value is in the text. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Takes the value of the key that the cursor took last, or returns false and leaves it. */
export type MemberReader = (cursor: JsonCursor) => boolean;

const LEAVE: MemberReader = () => false;

/** The members of a JSON object by name, each read when it is asked for. A name that comes twice means its last value. */
export class SentryPayload {
  readonly #text: string;
  readonly #ranges: ReadonlyMap<string, Range>;

  private constructor(text: string, ranges: ReadonlyMap<string, Range>) {
    this.#text = text;
    this.#ranges = ranges;
  }

  /**
   * Reads a payload. Members that `read` takes are not looked at twice, nor found by name.
   * @throws SentryDropError `profiling_invalid_json`, `profiling_exceed_size_limit`
   */
  static open(bytes: Uint8Array, read: MemberReader = LEAVE): SentryPayload {
    if (bytes.length > MAX_PROFILE_BYTES) {
      throw new SentryDropError('profiling_exceed_size_limit', `the payload has more than ${MAX_PROFILE_BYTES} bytes`);
    }
    const cursor = new JsonCursor(decodeUtf8(bytes), bytes);
    const payload = SentryPayload.at(cursor, read);
    cursor.expectEnd();
    return payload;
  }

  /** Takes the object that the cursor stands at; `read` as for {@link open}. */
  static at(cursor: JsonCursor, read: MemberReader = LEAVE): SentryPayload {
    if (!cursor.openObject()) throw cursor.invalid();
    const ranges = new Map<string, Range>();
    for (let isFirst = true; cursor.toKey(isFirst); isFirst = false) {
      if (read(cursor)) continue;
      if (ranges.size === MAX_MEMBERS) {
        throw new SentryDropError('profiling_exceed_size_limit', `an object has more than ${MAX_MEMBERS} members`);
      }
      const { key } = cursor;
      cursor.peek();
      const from = cursor.at;
      cursor.skipValue();
      ranges.set(key, { from, to: cursor.at });
    }
    return new SentryPayload(cursor.text, ranges);
  }

  get keys(): Iterable<string> {
    return this.#ranges.keys();
  }

  /** A cursor before the member's value; undefined when there is none or it is null. */
  cursor(key: string): JsonCursor | undefined {
    const range = this.#ranges.get(key);
    if (range === undefined) return undefined;
    const cursor = new JsonCursor(this.#text);
    cursor.at = range.from;
    return cursor.isNull ? undefined : cursor;
  }

  /** A member that is an object; undefined when there is none or it is null. */
  object(key: string): SentryPayload | undefined {
    const cursor = this.cursor(key);
    return cursor === undefined ? undefined : SentryPayload.at(cursor);
  }

  /** A member as JSON.parse makes it; undefined when there is none. */
  value(key: string): JsonValue | undefined {
    const range = this.#ranges.get(key);
    if (range === undefined) return undefined;
    if (range.to - range.from > MAX_SENTRY_EXTRA_CHARACTERS) {
      throw new SentryDropError(
        'profiling_exceed_size_limit',
        `"${key}" has more than ${MAX_SENTRY_EXTRA_CHARACTERS} characters`,
      );
    }
    return new JsonCursor(this.#text).parse(range.from, range.to) as JsonValue;
  }

  /** A member that is kept as it was sent; {} when there is none. */
  jsonObject(key: string): JsonObject {
    return asJsonObject(this.value(key)) ?? {};
  }

  /** A short text; '' when there is none or it is null. A number is taken as its text. */
  text(key: string): string {
    const value = this.value(key);
    if (value === undefined || value === null) return '';
    if (typeof value === 'number') return this.digits(key) ?? String(value);
    if (typeof value !== 'string') {
      throw new SentryDropError('profiling_invalid_json', `"${key}" is not a text`);
    }
    if (value.length > MAX_SENTRY_NAME_CHARACTERS) {
      throw new SentryDropError(
        'profiling_exceed_size_limit',
        `"${key}" has more than ${MAX_SENTRY_NAME_CHARACTERS} characters`,
      );
    }
    return value;
  }

  /** A whole number, sent as a number or as text, as the digits that stand there: ids exceed 2^53. */
  digits(key: string): string | undefined {
    const range = this.#ranges.get(key);
    if (range === undefined) return undefined;
    const match = /^"?(\d{1,20})"?$/.exec(this.#text.slice(range.from, range.to));
    return match === null ? undefined : ownText(match[1]!);
  }

  /** A finite number, sent as a number or as text; undefined when there is none or it is null. */
  number(key: string): number | undefined {
    const value = this.cursor(key)?.readNumber();
    return value === undefined || Number.isFinite(value) ? value : undefined;
  }
}

/** A payload has 30 members at most, its objects fewer: more is no payload of an SDK. */
const MAX_MEMBERS = 1000;

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SentryDropError('profiling_invalid_json', 'the payload is not UTF-8');
  }
}
