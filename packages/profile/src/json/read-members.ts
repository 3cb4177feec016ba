import type { JsonBytes } from './json-bytes.ts';

/** Reads the value of one key. */
export type MemberReader = (json: JsonBytes) => void;

/** Takes an object and gives the members that are named to their readers; others, and null, are skipped. */
export function readMembers(json: JsonBytes, readers: Readonly<Record<string, MemberReader>>): void {
  json.openObject();
  for (let key = json.nextKey(true); key !== undefined; key = json.nextKey(false)) {
    if (json.takeNull()) continue;
    if (Object.hasOwn(readers, key)) readers[key]!(json);
    else json.skipValue();
  }
}

/** Takes an array of objects, at most `most` of them. */
export function readElements(json: JsonBytes, most: number, tooMany: () => Error, read: MemberReader): void {
  json.openArray();
  let count = 0;
  for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
    if (count++ === most) throw tooMany();
    read(json);
  }
}

/** A text; a number as its text; '' for anything else. */
export function readWord(json: JsonBytes, maxBytes: number): string {
  if (json.isText) return json.readText(maxBytes);
  if (json.isNumber) return String(json.readNumber());
  json.skipValue();
  return '';
}

/** A number; undefined for anything else. */
export function readOptionalNumber(json: JsonBytes): number | undefined {
  if (json.isNumber) {
    const value = json.readNumber();
    return Number.isFinite(value) ? value : undefined;
  }
  json.skipValue();
  return undefined;
}

/** Whether the value is `true`. */
export function readFlag(json: JsonBytes): boolean {
  const from = json.at;
  json.skipValue();
  // Of the words of JSON only true and null have four letters, and readers never see null.
  return json.at - from === 4;
}
