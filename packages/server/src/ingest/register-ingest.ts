import type { FastifyInstance } from 'fastify';
import type { IngestLog, UploadWriter } from '../store/upload.ts';
import { BodiesInHand } from './bodies-in-hand.ts';
import { registerDatadogIngest } from './datadog/routes.ts';
import type { Decoder } from './decoder.ts';
import { registerFileIngest } from './file/routes.ts';
import type { IngestDeps, ReleaseSightings } from './ingest-deps.ts';
import { DEFAULT_INGEST_LIMITS, type IngestLimits } from './limits.ts';
import { registerOtlpIngest } from './otlp/routes.ts';
import { registerPushService } from './pyroscope/push-service.ts';
import { registerPyroscopeIngest } from './pyroscope/routes.ts';
import { registerSentryIngest } from './sentry/routes.ts';

export interface IngestOptions {
  readonly writer: UploadWriter;
  readonly log: IngestLog;
  readonly decoder: Decoder;
  readonly limits?: IngestLimits;
  readonly releases: ReleaseSightings;
  /** Unix time in milliseconds; the machine's clock by default. */
  readonly now?: () => number;
}

/** Adds the routes of every protocol. Call after `registerAuth`. Returns the count of bytes in hand, for a gauge. */
export function registerIngest(app: FastifyInstance, options: IngestOptions): BodiesInHand {
  const limits = options.limits ?? DEFAULT_INGEST_LIMITS;
  const deps: IngestDeps = {
    writer: options.writer,
    log: options.log,
    decoder: options.decoder,
    limits,
    bodiesInHand: new BodiesInHand(limits.bodiesInHandBytes),
    strangersBodiesInHand: new BodiesInHand(limits.strangersBodiesInHandBytes),
    releases: options.releases,
    now: options.now ?? Date.now,
  };
  registerDatadogIngest(app, deps);
  registerFileIngest(app, deps);
  registerOtlpIngest(app, deps);
  registerPyroscopeIngest(app, deps);
  registerPushService(app, deps);
  registerSentryIngest(app, deps);
  return deps.bodiesInHand;
}
