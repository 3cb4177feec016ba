import { type ErrorCode, errorCatalogue } from '../../errors/catalogue.ts';
import type { WriteRefusal } from '../answer-ingest-error.ts';
import { sizeLimitDetail } from './size-limit-detail.ts';

interface Wording {
  readonly status?: number;
  /** The refusal's own message when absent. */
  readonly detail?: string;
}

const QUOTA: Wording = {
  status: 429,
  detail:
    'Sentry dropped data due to a quota or internal rate limit being reached. ' +
    'This will not affect your application. See https://docs.sentry.io/product/accounts/quotas/ for more information.',
};
/** Once a minute is often enough for what only a person can change. */
const QUOTA_SECONDS = 60;

/** Relay's status and words, where it has any for the same thing. */
const wordings: Partial<Readonly<Record<ErrorCode, Wording>>> = {
  unauthenticated: { detail: 'missing authorization information' },
  multiple_credentials: { detail: 'multiple authorization payloads detected' },
  invalid_token: { detail: 'bad x-sentry-auth header' },
  invalid_dsn: { detail: 'bad envelope authentication header' },
  malformed_ingest_key: { detail: 'bad sentry DSN public key' },
  invalid_project_number: { detail: 'bad project path parameter' },
  empty_body: { detail: 'empty request body' },
  invalid_envelope: { detail: 'invalid event envelope' },
  invalid_ingest_key: { detail: 'event submission rejected with_reason: ProjectKey' },
  forbidden: { detail: 'event submission rejected with_reason: ProjectKey' },
  csrf: { detail: 'event submission rejected with_reason: Cors' },
  project_not_found: { status: 403, detail: 'event submission rejected with_reason: ProjectId' },
  body_too_large: { detail: sizeLimitDetail('envelope') },
  inflated_too_large: { detail: sizeLimitDetail('envelope') },
  profile_limit: { detail: sizeLimitDetail('profile') },
  too_many_apps: QUOTA,
  too_many_environments: QUOTA,
  too_many_releases: QUOTA,
  too_many_series: QUOTA,
};

/**
 * What to stop sending: JavaScript counts chunks as `profile`, Python as `profile_chunk`, browsers' are `profile_chunk_ui`.
 * Transactions and spans too, because a refusal of ours is about uploads of any kind.
 */
const CATEGORIES = 'profile;profile_chunk;profile_chunk_ui;transaction;span';

/**
 * Refusals as Relay words them, `{detail, causes?}`, with our own code in `X-Sentry-Error`. With 429 and 503 the SDKs are
 * told how long to be quiet in the header that all of them read, whatever the status; `Retry-After` alone is read by some only.
 */
export const writeSentryRefusal: WriteRefusal = ({ code, status, message, retryAfterSeconds }, reply) => {
  const wording = wordings[code];
  const finalStatus = wording?.status ?? status;
  const detail = wording?.detail ?? message;
  const seconds = finalStatus === 429 ? QUOTA_SECONDS : retryAfterSeconds;
  if (seconds !== undefined) {
    void reply.header('retry-after', String(seconds));
    void reply.header('x-sentry-rate-limits', `${seconds}:${CATEGORIES}:organization`);
  }
  // Said only where there is more to say than the catalogue's sentence.
  const causes = message === detail || message === errorCatalogue[code].message ? {} : { causes: [message] };
  return reply
    .code(finalStatus)
    .header('x-sentry-error', code)
    .type('application/json')
    .send(JSON.stringify({ detail, ...causes }));
};
