import { Readable } from 'node:stream';
import { z } from 'zod';
import { asHearthError } from '../../../errors/problem.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { withScope } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeField, timeText } from '../schemas/time-parameter.ts';

const tags = ['operation'];
const NDJSON = 'application/x-ndjson';

const statusAnswer = z
  .object({
    version: z.string(),
    started: timeField,
    ready: z.boolean(),
    notReady: z.string().nullable().meta({ description: 'Why it cannot work right now.' }),
    queue: z.object({ uploads: z.int(), bytes: z.int(), waitsSeconds: z.int().nullable() }).meta({
      description: 'Uploads of all projects that were taken and cannot be seen yet; how long the oldest waits.',
    }),
  })
  .meta({ id: 'Status' });

/** For whoever runs the server. */
export function operatorRoutes(face: HearthInstance, { status, rebuild, now = Date.now }: HearthFaceDeps): void {
  face.get('/status', {
    config: withScope('project:read'),
    schema: { tags, summary: 'Show the state of the server', response: { 200: statusAnswer, ...problems } },
    handler: async () => {
      const { version, startedMs, notReady, queue } = status();
      return {
        version,
        started: timeText(startedMs),
        ready: notReady === undefined,
        notReady: notReady ?? null,
        queue: {
          uploads: queue.uploads,
          bytes: queue.bytes,
          waitsSeconds: queue.oldestMs === undefined ? null : Math.max(0, Math.round((now() - queue.oldestMs) / 1000)),
        },
      };
    },
  });

  face.post('/admin/rebuild', {
    config: withScope('org:admin'),
    schema: {
      tags,
      summary: 'Derive everything again from the originals',
      description:
        'Answers with one JSON object per line while it works; the last line has `error` when it failed. It ends when the ' +
        'client leaves.',
      body: z.strictObject({}).nullish(),
      response: {
        200: { description: 'Lines of JSON.', content: { [NDJSON]: { schema: z.unknown() } } },
        ...problems,
      },
    },
    handler: async (_request, reply) => {
      const { signal = AbortSignal.abort() } = askOfReply(reply);
      return reply.type(NDJSON).send(Readable.from(linesOf(rebuild(signal))));
    },
  });
}

/** The status is out when something fails, so the failure becomes the last line. */
async function* linesOf(steps: AsyncIterable<object>): AsyncGenerator<string> {
  try {
    for await (const step of steps) yield `${JSON.stringify(step)}\n`;
  } catch (error) {
    const { code, message } = asHearthError(error);
    yield `${JSON.stringify({ error: { code, message } })}\n`;
  }
}
