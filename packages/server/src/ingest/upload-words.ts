import { parseRfc3339Ms } from '@hearth/profile';
import { z } from 'zod';
import { HearthError } from '../errors/hearth-error.ts';

/** What the query of a pushed file, or whoever else brings a file, says of it; kept with its original. Labels are `label.<name>`. */
export type UploadWords = Readonly<Record<string, string>>;

const LABEL_PREFIX = 'label.';

const querySchema = z.object({
  app: z.string().optional(),
  environment: z.string().optional(),
  release: z.string().optional(),
  start: z.string().optional(),
  end: z.string().optional(),
  label: z.union([z.string(), z.array(z.string())]).optional(),
});

/** Reads `?app=&environment=&release=&start=&end=&label=k:v&label=...`. @throws HearthError `invalid_request` */
export function uploadWordsOf(query: unknown): UploadWords {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { label = [], ...plain } = parsed.data;
  const words: Record<string, string> = {};
  for (const [name, value] of Object.entries(plain)) if (value !== undefined && value !== '') words[name] = value;
  for (const text of typeof label === 'string' ? [label] : label) {
    const separator = text.search(/[:=]/);
    if (separator <= 0) throw invalid(`the label ${text.slice(0, 100)} has not the form name:value`);
    words[LABEL_PREFIX + text.slice(0, separator)] = text.slice(separator + 1);
  }
  for (const name of ['start', 'end']) if (words[name] !== undefined) parseTimeMs(name, words[name]);
  return words;
}

/** The labels among the words. */
export function labelsOf(words: UploadWords): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [name, value] of Object.entries(words)) {
    if (name.startsWith(LABEL_PREFIX)) labels.set(name.slice(LABEL_PREFIX.length), value);
  }
  return labels;
}

/** RFC 3339, or Unix seconds with or without decimals. @throws HearthError `invalid_request` */
export function parseTimeMs(name: string, text: string): number {
  const ms = /^\d{1,12}(?:\.\d{1,9})?$/.test(text) ? Math.floor(Number(text) * 1000) : parseRfc3339Ms(text);
  if (ms === undefined) throw invalid(`${name} is neither a time of RFC 3339 nor Unix seconds`);
  return ms;
}

const invalid = (message: string): HearthError =>
  new HearthError('invalid_request', { message: `The query is not valid: ${message}.` });
