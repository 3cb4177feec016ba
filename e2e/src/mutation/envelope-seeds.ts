import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Envelope, encodeEnvelope, parseEnvelope } from '@hearth/profile';
import { capturesOf, sentryCaptureClients } from '../replay/capture.ts';
import type { SeedUpload } from './seed-upload.ts';

/** When the last recorded envelope was sent: Python's chunks do not say it, and the server corrects times by it. */
const SENT_AT = '2026-11-21T03:25:00Z';
const TUNNEL_PATH = '/sentry/tunnel';

/**
 * The recorded envelopes of Sentry's SDKs: as sent, through the tunnel, and with a payload that can be mutated in good
 * framing. Each says when it was sent, so that the server moves it to now.
 */
export function envelopeSeeds(ingestKey: string): readonly SeedUpload[] {
  const path = `/api/1/envelope/?sentry_version=7&sentry_key=${ingestKey}`;
  return sentryCaptureClients
    .flatMap((client) => capturesOf(client))
    .flatMap(({ name, body }): SeedUpload[] => {
      const recorded = parseEnvelope(body[0] === 0x1f ? gunzipSync(body) : body);
      const envelope = { ...recorded, headers: { sent_at: SENT_AT, ...recorded.headers } };
      const plain = Buffer.from(encodeEnvelope(envelope));
      const tunnelled = { ...envelope, headers: { ...envelope.headers, dsn: `http://${ingestKey}@127.0.0.1/1` } };
      const inner = { content: Buffer.from(envelope.items[0]!.payload), wrap: wrapper(envelope), isPacked: false };
      return [
        { name, path, headers: {}, body: plain, inner },
        {
          name: `${name} under gzip`,
          path,
          headers: { 'content-encoding': 'gzip' },
          body: gzipSync(plain),
          inner: { ...inner, wrap: (content) => gzipSync(inner.wrap(content), { level: 1 }) },
        },
        {
          name: `${name} through the tunnel`,
          path: TUNNEL_PATH,
          headers: {},
          body: Buffer.from(encodeEnvelope(tunnelled)),
        },
      ];
    });
}

/** Other bytes get another id: with the same one only the first would go further than its identity. */
const wrapper =
  ({ headers, items }: Envelope) =>
  (content: Buffer): Buffer => {
    const id = createHash('sha256').update(content).digest('hex').slice(0, 32);
    const text = content.toString('latin1').replace(/"(chunk_id|event_id)":\s*"[0-9a-f]{32}"/, `"$1":"${id}"`);
    const [first, ...others] = items;
    return Buffer.from(
      encodeEnvelope({ headers, items: [{ ...first!, payload: Buffer.from(text, 'latin1') }, ...others] }),
    );
  };
