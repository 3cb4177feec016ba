import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fromPath, type Locator } from '../../../auth/access.ts';
import { captureSubject } from '../../../auth/file-links/linked-file.ts';
import type { CaptureFile } from '../../../capture/capture-file.ts';
import type { Capture } from '../../../catalog/captures/capture.ts';
import { acceptsGzip } from '../accepts-gzip.ts';
import { captureWithin } from '../find-capture.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { linkQuery } from '../schemas/file-link.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeText } from '../schemas/time-parameter.ts';
import { setFileHeaders } from '../signed-links.ts';

const capture = fromPath('id');
const linked: Locator = (request) => captureSubject(capture(request) ?? '');
const config = { access: { kind: 'scope', anyOf: ['project:read'], linked } } as const;

const query = z.strictObject({ link: linkQuery });

const params = z.object({ id: z.string() });

/** The file of a capture: as it was delivered, and as a viewer in a browser fetches it. Both open to signed links. */
export function captureFileRoutes(face: HearthInstance, { captures }: HearthFaceDeps): void {
  const open = async (request: FastifyRequest, reply: FastifyReply) => {
    const { id } = request.params as z.infer<typeof params>;
    const found = await captureWithin(captures, id, request.caller);
    const file = await captures.file(found);
    setFileHeaders(reply);
    void reply.header('content-security-policy', "default-src 'none'; sandbox");
    return { capture: found, file };
  };

  face.get('/captures/:id/original', {
    config,
    schema: {
      tags: ['captures'],
      summary: 'Download the file of a capture',
      description:
        "Byte for byte as its agent delivered it: gzip of Firefox Profiler's processed format, as `samply load` and " +
        'profiler.firefox.com open it. 410 once it has expired.',
      params,
      querystring: query,
      response: {
        200: { description: 'The file.', content: { 'application/gzip': { schema: z.unknown() } } },
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { capture: found, file } = await open(request, reply);
      return reply
        .type('application/gzip')
        .header('content-disposition', `attachment; filename="${fileName(found, file)}"`)
        .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
    },
  });

  face.get('/captures/:id/profile.json', {
    config,
    schema: {
      tags: ['captures'],
      summary: "The profile of a capture, for viewers: JSON in Firefox Profiler's processed format",
      description:
        'Compressed on the way for clients that accept gzip. With a signed link a page of any origin may read it, so that ' +
        '`from-url` of Firefox Profiler opens it.',
      params,
      querystring: query,
      response: {
        200: { description: 'The profile.', content: { 'application/json': { schema: z.unknown() } } },
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { file } = await open(request, reply);
      const { bytes } = file;
      void reply.type('application/json').header('vary', 'accept-encoding');
      const gzip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (acceptsGzip(request.headers['accept-encoding'])) return reply.header('content-encoding', 'gzip').send(gzip);
      // Inflated as it goes out: a profile may have hundreds of megabytes.
      return reply.send(Readable.from([gzip]).pipe(createGunzip()));
    },
  });
}

/** Names of pipelines hold nothing that a header or a file system minds. */
function fileName({ pipelineName, ordinal }: Capture, { startMs }: CaptureFile): string {
  return `${pipelineName}-host${String(ordinal)}-${timeText(startMs).replaceAll(/[:.]/g, '-')}.json.gz`;
}
