import { gzipSync } from 'node:zlib';

export interface UploadIdentity {
  readonly app: string;
  readonly instance: number;
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
}

const boundary = '----hearth-bench-boundary';

/** One upload of a Go profiler as Datadog's clients send it: event.json and one gzip pprof. */
export function datadogUpload({ app, instance, startMs, endMs }: UploadIdentity, gzipPprof: Buffer): Buffer {
  const tags = [
    `service:${app}`,
    'env:production',
    'version:1.4.2',
    'runtime:go',
    'runtime_version:1.26.8',
    'runtime_arch:amd64',
    'runtime_os:linux',
    'profiler_version:v2.12.0',
    `host:host-${instance}`,
    `runtime-id:bench-${app}-${instance}`,
  ];
  const event = {
    attachments: ['cpu.pprof'],
    tags_profiler: tags.join(','),
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    family: 'go',
    version: '4',
  };
  return Buffer.concat([
    part('event', 'event.json', 'application/json'),
    Buffer.from(JSON.stringify(event)),
    Buffer.from('\r\n'),
    part('cpu.pprof', 'cpu.pprof', 'application/octet-stream'),
    gzipPprof,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}

export const datadogContentType = `multipart/form-data; boundary=${boundary}`;

export const compressed = (pprof: Uint8Array): Buffer => gzipSync(pprof);

function part(name: string, filename: string, type: string): Buffer {
  return Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
}
