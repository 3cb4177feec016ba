/** A body with fields that are missing or wrong, as Sentry's API says it: 400 with `{"field": ["sentence"]}`. */
export class SentryFieldError extends Error {
  override readonly name = 'SentryFieldError';
  readonly fields: Readonly<Record<string, readonly string[]>>;

  constructor(fields: Readonly<Record<string, readonly string[]>>) {
    super('A field of the body is not valid.');
    this.fields = fields;
  }
}
