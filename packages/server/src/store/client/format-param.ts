/** A value bound to `{name:Type}`. */
export type ParamValue = string | number | readonly string[] | readonly number[];

/**
 * A query parameter as ClickHouse's HTTP interface reads it: TSV-escaped text, arrays with quoted elements
 * (https://clickhouse.com/docs/interfaces/http#cli-queries-with-parameters). The engine parses it by the type the
 * statement names, so no value can become SQL.
 */
export function formatParam(value: ParamValue): string {
  if (typeof value === 'string') return escapeTsv(value);
  if (typeof value === 'number') return String(value);
  return `[${value.map((item) => (typeof item === 'number' ? String(item) : quote(item))).join(',')}]`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
  "'": "\\'",
};

const SPECIAL = /[\\\t\n\r\0\b\f]/g;
const SPECIAL_IN_QUOTES = /[\\\t\n\r\0\b\f']/g;

const escapeTsv = (text: string): string => text.replace(SPECIAL, (character) => ESCAPES[character]!);

/** Elements of an array are quoted; quotes and backslashes inside are escaped. */
const quote = (text: string): string => `'${text.replace(SPECIAL_IN_QUOTES, (character) => ESCAPES[character]!)}'`;
