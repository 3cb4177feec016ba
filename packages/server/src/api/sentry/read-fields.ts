import type { z } from 'zod';
import { SentryFieldError } from './sentry-field-error.ts';

/**
 * A body's fields as a schema knows them; others are passed over, as Sentry does. Throws `SentryFieldError` in its words
 * for what is missing or null, in the schema's for the rest.
 */
export function readFields<S extends z.ZodObject>(schema: S, body: unknown): z.infer<S> {
  const given = isRecord(body) ? body : {};
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const fields: Record<string, readonly string[]> = {};
  for (const { path, message } of result.error.issues) {
    const field = String(path[0] ?? 'detail');
    const value = path.length > 1 ? '' : given[field];
    const missing = value === undefined ? 'This field is required.' : undefined;
    const empty = value === null ? 'This field may not be null.' : undefined;
    fields[field] ??= [missing ?? empty ?? message];
  }
  throw new SentryFieldError(fields);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
