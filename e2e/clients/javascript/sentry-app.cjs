'use strict';

// The shop under @sentry/node, 10 or 11 (what NODE_PATH holds). DSN, release and environment are the SDK's own
// variables. MODE: `v1` (a profile per transaction, 10 only), `trace` (a chunk per root span), `manual`. TUNNEL: where to send instead, with the DSN inside.
const Sentry = require('@sentry/node');
const { nodeProfilingIntegration } = require('@sentry/profiling-node');

const mode = process.env.MODE ?? 'trace';
const seconds = Number(process.env.RUN_SECONDS ?? '10');
const pauseMs = Number(process.env.PAUSE_MS ?? '20');
const told = { tookMs: {}, spans: [], transactions: [] };

function noteTransaction(event) {
  told.transactions.push(event.event_id);
  return event;
}

Sentry.init({
  debug: true,
  tracesSampleRate: 1,
  ...(process.env.TUNNEL && { tunnel: process.env.TUNNEL }),
  integrations: [nodeProfilingIntegration()],
  ...(mode === 'v1' ? { profilesSampleRate: 1 } : { profileSessionSampleRate: 1, profileLifecycle: mode }),
  // SDK 11 sends no transactions, and says so to who asks for them.
  ...(Sentry.SDK_VERSION.startsWith('10.') && { beforeSendTransaction: noteTransaction }),
});

async function main() {
  const { loadCart, serveOrders, tookMs } = await import('./shop.mjs');
  if (mode === 'manual') Sentry.profiler.startProfiler();
  for (const name of ['GET /orders', 'POST /orders']) {
    await Sentry.startSpan({ name, op: 'http.server' }, async (span) => {
      const { traceId, spanId } = span.spanContext();
      told.spans.push({ name, traceId, spanId });
      Sentry.startSpan({ name: 'load cart' }, loadCart);
      await serveOrders(seconds / 2, pauseMs);
    });
    // The SDK makes a profile after its span ended; one that began in between would take it away.
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  if (mode === 'manual') Sentry.profiler.stopProfiler();
  await Sentry.flush(10_000);
  told.tookMs = tookMs;
  process.stdout.write(`TOLD ${JSON.stringify(told)}\n`);
}

void main();
