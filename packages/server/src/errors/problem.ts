import { type ErrorCode, errorCatalogue } from './catalogue.ts';
import { HearthError } from './hearth-error.ts';

export const problemContentType = 'application/problem+json';

/** An error as RFC 9457 describes one, with the stable `code` of the catalogue. */
export interface Problem {
  /** A URN: there is no page to fetch behind it. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
}

export function problemOf({ code, status, message }: HearthError): Problem {
  return { type: `urn:hearth:error:${code}`, title: errorCatalogue[code].message, status, detail: message, code };
}

/**
 * The catalogue's view of any exception: of the web framework's errors those that blame the request keep their
 * meaning; whatever nobody foresaw is `internal` and says nothing about itself.
 */
export function asHearthError(error: unknown): HearthError {
  if (error instanceof HearthError) return error;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (!(error instanceof Error) || typeof status !== 'number' || status < 400 || status >= 500) {
    return new HearthError('internal', { cause: error });
  }
  if (status === 413) return new HearthError('body_too_large', { cause: error });
  if (status === 415) return new HearthError('unsupported_format', { cause: error });
  if (status === 404) return new HearthError('not_found', { cause: error });
  return new HearthError('invalid_request', { message: error.message, cause: error });
}
