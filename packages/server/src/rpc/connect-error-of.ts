import { Code, ConnectError } from '@connectrpc/connect';
import type { HearthError } from '../errors/hearth-error.ts';
import { asHearthError } from '../errors/problem.ts';

/** Says in a header (a trailer over gRPC) which error of the catalogue it is. */
export const ERROR_CODE_HEADER = 'x-hearth-error';

/**
 * An error as Connect and gRPC say it; whatever nobody foresaw is `internal` and says nothing about itself.
 * @param protocol of the call: `connect`, `grpc`, `grpc-web`; what is no call's says codes as gRPC does
 */
export function connectErrorOf(error: unknown, protocol = 'grpc'): ConnectError {
  if (error instanceof ConnectError) return error;
  if (error instanceof Error && error.name === 'AbortError')
    return new ConnectError('The call was cancelled.', Code.Canceled);
  const known = asHearthError(error);
  const metadata: Record<string, string> = { [ERROR_CODE_HEADER]: known.code };
  if (known.retryAfterSeconds !== undefined) metadata['retry-after'] = String(known.retryAfterSeconds);
  return new ConnectError(known.message, codeOf(known, protocol), metadata);
}

/**
 * Clients try again what is `unavailable`, `resource_exhausted`, `internal` and the like, so that what will never be taken is
 * none of them. A body beyond the limit is `resource_exhausted` in gRPC, as its own libraries call it and its clients know; over
 * Connect that would be a 429, which says to come again, so there it is what is wrong with the request.
 */
function codeOf({ code, status }: HearthError, protocol: string): Code {
  if (code === 'body_too_large' && protocol !== 'connect') return Code.ResourceExhausted;
  if (code === 'unsupported_encoding') return Code.Unimplemented;
  if (code === 'conflict') return Code.AlreadyExists;
  switch (status) {
    case 401:
      return Code.Unauthenticated;
    case 403:
      return Code.PermissionDenied;
    case 404:
    case 410:
      return Code.NotFound;
    case 405:
      return Code.Unimplemented;
    case 409:
    case 426:
      return Code.FailedPrecondition;
    case 503:
      return Code.Unavailable;
    case 504:
      return Code.DeadlineExceeded;
    default:
      return status < 500 ? Code.InvalidArgument : Code.Internal;
  }
}
