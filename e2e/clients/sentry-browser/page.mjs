// The shop in a page under @sentry/browser. ?dsn, ?release, ?mode (`trace`: a chunk per root span, `manual`), ?seconds.
import * as Sentry from '@sentry/browser';
import { loadCart, serveOrders, tookMs } from '/shop.mjs';

const query = new URLSearchParams(location.search);
const mode = query.get('mode');
const seconds = Number(query.get('seconds'));
const told = { tookMs, spans: [], transactions: [] };

Sentry.init({
  dsn: query.get('dsn'),
  release: query.get('release'),
  environment: query.get('environment'),
  debug: true,
  tracesSampleRate: 1,
  profileSessionSampleRate: 1,
  profileLifecycle: mode,
  integrations: [
    Sentry.browserTracingIntegration({ instrumentPageLoad: false, instrumentNavigation: false }),
    Sentry.browserProfilingIntegration(),
  ],
});

async function shop() {
  if (mode === 'manual') Sentry.uiProfiler.startProfiler();
  for (const name of ['GET /orders', 'POST /orders']) {
    await Sentry.startSpan({ name, op: 'ui.action' }, async (span) => {
      const { traceId, spanId } = span.spanContext();
      told.spans.push({ name, traceId, spanId });
      Sentry.startSpan({ name: 'load cart' }, loadCart);
      await serveOrders(seconds / 2);
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  if (mode === 'manual') Sentry.uiProfiler.stopProfiler();
  // A chunk is sent when the browser has handed the samples over.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await Sentry.flush(10_000);
  return told;
}

globalThis.shop = shop();
