import { z } from 'zod';
import { HearthError } from '../../errors/hearth-error.ts';

/** What the query of `/ingest` says, as sent; kept with the original. */
export interface IngestWords {
  /** `app{label=value,...}`. */
  readonly name?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly format?: string | undefined;
  readonly spyName?: string | undefined;
  readonly sampleRate?: string | undefined;
  readonly units?: string | undefined;
  readonly aggregationType?: string | undefined;
}

/** Sixty-four labels of a thousand characters, with room. */
const MAX_WORD_LENGTH = 100_000;

const word = z.string().max(MAX_WORD_LENGTH).optional();
const wordsSchema = z.object({
  name: word,
  from: word,
  until: word,
  format: word,
  spyName: word,
  sampleRate: word,
  units: word,
  aggregationType: word,
});

/** Reads the query; whatever else stands there is ignored. @throws HearthError `invalid_request` */
export function ingestWordsOf(query: unknown): Readonly<Record<string, string>> {
  const parsed = wordsSchema.safeParse(query);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new HearthError('invalid_request', {
      message: `The query is not valid: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
    });
  }
  const words: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed.data)) if (value !== undefined && value !== '') words[name] = value;
  return words;
}
