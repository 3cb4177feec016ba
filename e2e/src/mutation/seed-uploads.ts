import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { encodePprof } from '@hearth/profile';
import { encodeOtlp, generateProfile } from '@hearth/profile/testing';
import { datadogUpload } from '../harness/datadog-upload.ts';
import { captureClients, capturesOf, isUpload } from '../replay/capture.ts';
import { hoursUntil, shiftWindow, windowOf } from '../replay/shift-window.ts';
import { envelopeSeeds } from './envelope-seeds.ts';
import { pyroscopeSeeds } from './pyroscope-seeds.ts';
import type { SeedUpload } from './seed-upload.ts';

const PUSH_PATH = '/api/v1/projects/default/profiles?app=pushed';

/**
 * The recorded uploads over every route that takes them, the same under an encoding of the whole body, generated ones whose
 * pprof can be mutated before it is packed, and envelopes.
 */
export function seedUploads(ingestKey: string): readonly SeedUpload[] {
  const recorded = captureClients.flatMap((client) => capturesOf(client)).filter(isUpload);
  const hours = hoursUntil(Math.max(...recorded.map(({ body }) => windowOf(body).endMs)), Date.now());
  const paths = ['/profiling/v1/input', '/api/v2/profile', '/v1/input', `/t/${ingestKey}/profiling/v1/input`];
  const multipart = recorded.flatMap(({ name, headers, body }): SeedUpload[] => {
    const shifted = shiftWindow(body, hours);
    return [
      ...paths.map((path) => ({ name, path, headers, body: shifted })),
      {
        name: `${name} under gzip`,
        path: '/profiling/v1/input',
        headers: { ...headers, 'content-encoding': 'gzip' },
        body: gzipSync(shifted),
      },
    ];
  });
  const packed = generatedSeeds();
  // As many of them as recordings of one route, so that the decoder gets its share.
  return [...multipart, ...recorded.flatMap(() => packed), ...envelopeSeeds(ingestKey)];
}

/** Uploads around a raw pprof: as an attachment, and pushed as a file. */
function generatedSeeds(): readonly SeedUpload[] {
  const content = Buffer.from(encodePprof(generateProfile({ samples: 80, stacks: 50, depth: 10, endpoints: 3 })));
  const endMs = Date.now();
  const wrap = (attachment: Buffer) =>
    datadogUpload({
      app: 'mutated',
      // Another one for other bytes: with the same id only the first would go further than its identity.
      runtimeId: createHash('sha256').update(attachment).digest('hex'),
      startMs: endMs - 60_000,
      endMs,
      attachments: [{ name: 'cpu.pprof', content: attachment }],
    });
  const { contentType, body } = wrap(content);
  return [
    {
      name: 'generated attachment',
      path: '/profiling/v1/input',
      headers: { 'content-type': contentType },
      body,
      inner: { content, wrap: (attachment) => wrap(attachment).body, isPacked: true },
    },
    {
      name: 'generated file',
      path: PUSH_PATH,
      headers: { 'content-type': 'application/octet-stream' },
      body: gzipSync(content),
      inner: { content, wrap: (file) => file, isPacked: true },
    },
    ...otlpSeeds(endMs - 60_000),
    ...pyroscopeSeeds(endMs - 60_000),
  ];
}

/** Requests of OTLP profiles, binary and JSON. */
function otlpSeeds(startMs: number): readonly SeedUpload[] {
  const path = '/v1development/profiles';
  const profiles = [1, 2].map((seed) =>
    generateProfile({ samples: 30, stacks: 20, depth: 8, endpoints: 2, seed, startMs }),
  );
  const content = Buffer.from(
    encodeOtlp(profiles.map((profile, index) => ({ profile, resource: { 'service.name': `mutated-${index}` } }))),
  );
  const sent = [
    { stackIndex: 1, values: ['3'] },
    { stackIndex: 1, timestampsUnixNano: [`${startMs}000000`] },
  ];
  const profile = { sampleType: { typeStrindex: 1, unitStrindex: 2 }, samples: sent, timeUnixNano: `${startMs}000000` };
  const attributes = [{ key: 'service.name', value: { stringValue: 'mutated-json' } }];
  const json = {
    resourceProfiles: [{ resource: { attributes }, scopeProfiles: [{ profiles: [profile] }] }],
    dictionary: {
      stringTable: ['', 'samples', 'count', 'main'],
      functionTable: [{}, { nameStrindex: 3 }],
      locationTable: [{}, { lines: [{ functionIndex: 1, line: '7' }] }],
      stackTable: [{}, { locationIndices: [1] }],
    },
  };
  return [
    {
      name: 'generated OTLP',
      path,
      headers: { 'content-type': 'application/x-protobuf' },
      body: content,
      inner: { content, wrap: (request) => request, isPacked: true },
    },
    {
      name: 'OTLP in JSON',
      path,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(json)),
    },
  ];
}
