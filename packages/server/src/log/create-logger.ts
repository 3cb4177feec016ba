import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly level: string;
  /** Takes secrets out of every text that is logged. */
  readonly redact: (text: string) => string;
  /** Where lines go; standard error when absent, because standard output is for what a person asked for. */
  readonly destination?: DestinationStream;
}

/** Structured logs: one JSON object a line, time in ISO 8601. No secret passes: messages, errors and text fields are redacted. */
export function createLogger({ level, redact, destination }: LoggerOptions): Logger {
  const redactFields = (fields: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? redact(value) : value]),
    );
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      serializers: { err: (error: unknown) => serializeError(error, redact) },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map((arg) => (typeof arg === 'string' ? redact(arg) : arg)) as typeof args);
        },
      },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

function serializeError(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof Error)) return redact(String(error));
  const { name, message, stack } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  return {
    name,
    message: redact(message),
    ...(code === undefined ? {} : { code }),
    stack: redact(stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause, redact) }),
  };
}
