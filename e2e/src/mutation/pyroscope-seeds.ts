import { gzipSync } from 'node:zlib';
import { encodePprof } from '@hearth/profile';
import { generateProfile } from '@hearth/profile/testing';
import type { SeedUpload } from './seed-upload.ts';

const PUSH_PATH = '/push.v1.PusherService/Push';
const BOUNDARY = 'b0undary';

/** What Pyroscope's clients send: a pprof as it is, beside its types, in a push as protobuf and JSON, and folded stacks. */
export function pyroscopeSeeds(startMs: number): readonly SeedUpload[] {
  const content = Buffer.from(encodePprof(generateProfile({ samples: 40, stacks: 30, depth: 8, startMs })));
  const seconds = Math.floor(startMs / 1000);
  const window = `from=${seconds}&until=${seconds + 10}`;
  const ingest = `/ingest?name=${encodeURIComponent('mutated{env=staging,a.b=c/d}')}&${window}`;
  const push = (pprof: Buffer): Buffer => pushOf({ __name__: 'process_cpu', service_name: 'mutated' }, pprof);
  const json = {
    series: [
      {
        labels: [{ name: 'service_name', value: 'mutated' }],
        samples: [{ rawProfile: content.toString('base64'), ID: '6c1c6a8e-6c0d-4f6e-9a53-1b3a5c1f0d6e' }],
      },
    ],
  };
  const whole = { inner: { content, wrap: (pprof: Buffer) => pprof, isPacked: true } };
  return [
    { name: 'pprof to ingest', path: `${ingest}&format=pprof`, headers: octets, body: gzipSync(content), ...whole },
    {
      name: 'parts to ingest',
      path: ingest,
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      body: partsOf(gzipSync(content)),
      inner: { content, wrap: partsOf, isPacked: true },
    },
    {
      name: 'folded stacks',
      path: `${ingest}&sampleRate=100`,
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from('main;load_cart 12\nmain;hash_orders (orders.py:4) 34\n'.repeat(20)),
    },
    {
      name: 'push',
      path: PUSH_PATH,
      headers: { 'content-type': 'application/proto' },
      body: push(content),
      inner: { content, wrap: push, isPacked: true },
    },
    {
      name: 'push in JSON',
      path: PUSH_PATH,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(json)),
    },
  ];
}

const octets = { 'content-type': 'application/octet-stream' };

/** As pyroscope-go writes them. */
function partsOf(pprof: Buffer): Buffer {
  const part = (name: string, file: string, content: string | Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]);
  const config = '{"contentions":{"units":"lock_samples","display-name":"mutex_count"}}';
  return Buffer.concat([
    part('profile', 'profile.pprof', pprof),
    part('sample_type_config', 'sample_type_config.json', config),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
}

/** A PushRequest of one series with one profile. */
function pushOf(labels: Readonly<Record<string, string>>, pprof: Buffer): Buffer {
  const pairs = Object.entries(labels).map(([name, value]) =>
    field(1, Buffer.concat([field(1, name), field(2, value)])),
  );
  return field(1, Buffer.concat([...pairs, field(2, field(1, pprof))]));
}

/** One field of protobuf that has a length. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    if (rest <= 0x7f) break;
  }
  return Buffer.concat([Buffer.of((number << 3) | 2, ...length), bytes]);
}
