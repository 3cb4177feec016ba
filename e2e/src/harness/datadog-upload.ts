/** One attachment as it goes over the wire, compressed or not. */
export interface UploadAttachment {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface DatadogUploadSpec {
  readonly app: string;
  /** Unique per process: with the window it makes a retry recognisable. */
  readonly runtimeId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attachments: readonly UploadAttachment[];
  readonly environment?: string;
  /** More tags, and tags instead of the defaults. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface DatadogUpload {
  readonly contentType: string;
  readonly body: Buffer;
}

/** Fixed, as bytes of a compressed attachment can hardly contain it. */
const boundary = '----hearth-e2e-7f3a9c51d0b84e26';

/** The multipart body of `POST /profiling/v1/input`, event first, as dd-trace for Node writes it. */
export function datadogUpload(spec: DatadogUploadSpec): DatadogUpload {
  const tags: Record<string, string> = {
    service: spec.app,
    env: spec.environment ?? 'production',
    'runtime-id': spec.runtimeId,
    language: 'javascript',
    runtime: 'nodejs',
    runtime_version: 'v20.20.2',
    runtime_arch: 'x64',
    runtime_os: 'linux',
    profiler_version: '5.132.0',
    ...spec.tags,
  };
  const event = {
    attachments: spec.attachments.map(({ name }) => name),
    tags_profiler: Object.entries(tags)
      .map((tag) => tag.join(':'))
      .join(','),
    start: new Date(spec.startMs).toISOString(),
    end: new Date(spec.endMs).toISOString(),
    family: 'node',
    version: '4',
  };
  const parts = [
    part('event', 'event.json', 'application/json', Buffer.from(JSON.stringify(event))),
    ...spec.attachments.map(({ name, content }) => part(name, name, 'application/octet-stream', content)),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) };
}

function part(name: string, fileName: string, type: string, content: Uint8Array): Buffer {
  const disposition = `Content-Disposition: form-data; name="${name}"; filename="${fileName}"`;
  return Buffer.concat([
    Buffer.from(`--${boundary}\r\n${disposition}\r\nContent-Type: ${type}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ]);
}
