export interface PartInput {
  readonly name: string;
  /** The same as the name when left out, as Go and libdatadog do; `''` for none. */
  readonly fileName?: string;
  readonly content: string | Uint8Array;
}

/** A multipart/form-data body, with its Content-Type. */
export function buildMultipart(
  parts: readonly PartInput[],
  boundary = 'b0undary',
): { readonly body: Buffer; readonly contentType: string } {
  const chunks: Uint8Array[] = [];
  for (const { name, fileName = name, content } of parts) {
    const file = fileName === '' ? '' : `; filename="${fileName}"`;
    chunks.push(
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
      typeof content === 'string' ? Buffer.from(content) : content,
      Buffer.from('\r\n'),
    );
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(chunks), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** An event.json that is valid for the recorded times; `change` replaces fields. */
export function eventJson(change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    attachments: ['cpu.pprof'],
    tags_profiler: 'service:orders-api,env:staging,version:1.4.2,runtime:go,runtime-id:r1',
    start: '2026-11-21T03:00:00Z',
    end: '2026-11-21T03:01:00Z',
    family: 'go',
    version: '4',
    ...change,
  });
}
