/**
 * What search parameters may be. An address is typed, cut and shared: what cannot be read is left out rather than refused, so that
 * whatever is left of it opens. (No schema library: one weighs more than everything else that the first page needs to read an address.)
 */

/** Reads one parameter; undefined when it is not there, or is not what it should be. */
export type SearchField<Value> = (raw: unknown) => Value | undefined;

type SearchFields = Readonly<Record<string, SearchField<unknown>>>;

/** What an address says: every parameter may be missing. */
export type SearchOf<Reader extends (raw: Readonly<Record<string, unknown>>) => unknown> = ReturnType<Reader>;

type ReadSearch<Fields extends SearchFields> = {
  readonly [Name in keyof Fields]?: Exclude<ReturnType<Fields[Name]>, undefined> | undefined;
};

/** A reader of these parameters; those of other places are left out. What `validateSearch` of a route takes. */
export const searchOf =
  <Fields extends SearchFields>(fields: Fields) =>
  (raw: Readonly<Record<string, unknown>>): ReadSearch<Fields> => {
    const read: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(fields)) {
      const value = field(raw[name]);
      if (value !== undefined) read[name] = value;
    }
    return read as ReadSearch<Fields>;
  };

/** Longer than any name; addresses are bounded anyway. */
const MAX_TEXT = 1_000;

/** Text of one character at least that passes the test. */
export const textField =
  (isValid: (text: string) => boolean = () => true, maxLength = MAX_TEXT): SearchField<string> =>
  (raw) =>
    typeof raw === 'string' && raw !== '' && raw.length <= maxLength && isValid(raw) ? raw : undefined;

/** One of these words. */
export const wordField =
  <const Word extends string>(words: readonly Word[]): SearchField<Word> =>
  (raw) =>
    words.find((word) => word === raw);

/** Only `yes`, or not there. */
export const flagField = wordField(['yes']);

/** A whole number within bounds. */
export const wholeField =
  (least: number, most: number): SearchField<number> =>
  (raw) => {
    const number = typeof raw === 'number' || (typeof raw === 'string' && raw !== '') ? Number(raw) : Number.NaN;
    return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
  };

/** A list; left out whole when it is too long or one of its items cannot be read. */
export const listField =
  <Item>(item: SearchField<Item>, maxLength: number): SearchField<readonly Item[]> =>
  (raw) => {
    if (!Array.isArray(raw) || raw.length > maxLength) return undefined;
    const items = raw.map(item);
    return items.every((one) => one !== undefined) ? (items as Item[]) : undefined;
  };
