import { z } from 'zod';
import { describeCaller } from '../../../auth/describe-caller.ts';
import type { CaptureState } from '../../../catalog/captures/capture.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../../store/readers/list-profiles.ts';
import { withScope } from '../access.ts';
import { decodeCaptureCursor, encodeCaptureCursor } from '../capture-cursor.ts';
import { captureWithin, pipelineWithin } from '../find-capture.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import {
  captureDetail,
  captureDetailOf,
  captureItem,
  captureItemOf,
  captureList,
  captureStart,
  captureState,
} from '../schemas/capture.ts';
import { problems } from '../schemas/problem-schema.ts';
import { startCaptures } from '../start-captures.ts';

const tags = ['captures'];
/** What Feldera's clients ask for when nobody says. */
const DEFAULT_CAPTURE_SECONDS = 30;

const ofOne = z.object({ id: z.string() });

const listQuery = z.strictObject({
  pipeline: z.string().optional().meta({ description: 'Name or uuid.' }),
  ordinal: z.coerce.number().int().min(0).optional(),
  state: z
    .union([captureState, z.array(captureState)])
    .optional()
    .meta({ description: 'May be given again: any of them.' }),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  cursor: z.string().optional().meta({ description: '`next` of the page before.' }),
});

const startBody = z.strictObject({
  pipeline: z.string().meta({ description: 'Name or uuid.' }),
  ordinal: z.int().min(0).optional().meta({ description: 'The host; 0 when neither this nor `all` is given.' }),
  all: z.boolean().default(false).meta({ description: 'Every host of the pipeline, at the same moment.' }),
  durationSeconds: z.number().default(DEFAULT_CAPTURE_SECONDS),
  rate: z.number().optional().meta({ description: 'Samples per second of CPU time; 1000 when absent.' }),
});

/** Lists, shows, starts, cancels and pins captures: recordings of a host of a pipeline, on demand. */
export function captureRoutes(face: HearthInstance, { catalog, captures }: HearthFaceDeps): void {
  face.get('/captures', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'List captures, newest first',
      querystring: listQuery,
      response: { 200: captureList, ...problems },
    },
    handler: async ({ query, caller }) => {
      const { pipeline, ordinal, state, limit, cursor } = query;
      const pipelineId = pipeline === undefined ? undefined : (await pipelineWithin(catalog, pipeline, caller)).id;
      const states: readonly CaptureState[] | undefined = typeof state === 'string' ? [state] : state;
      const question = { pipelineId, ordinal, states };
      const before = cursor === undefined ? undefined : decodeCaptureCursor(cursor);
      const page = await captures.list({ ...question, before, limit }, caller.reach);
      const last = page.length < limit ? undefined : page.at(-1);
      const isMore =
        last !== undefined && (await captures.list({ ...question, before: last, limit: 1 }, caller.reach)).length > 0;
      return { captures: page.map(captureItemOf), next: isMore ? encodeCaptureCursor(last) : null };
    },
  });

  face.post('/captures', {
    config: withScope('project:write'),
    schema: {
      tags,
      summary: 'Record one host of a pipeline, or all of them',
      description:
        'Answers at once; the captures then pass through their states. Refused with `capture_in_progress` (409) while one ' +
        'of the host runs, and with `host_unavailable` (503) while its agent is away.',
      body: startBody,
      response: { 202: captureStart, ...problems },
    },
    handler: async ({ body, caller }, reply) => {
      const { all, ordinal, durationSeconds, rate: rateHz } = body;
      if (all && ordinal !== undefined) {
        throw new HearthError('invalid_request', { message: 'Give ordinal or all, not both.' });
      }
      const pipeline = await pipelineWithin(catalog, body.pipeline, caller);
      const ordinals = all ? Array.from({ length: pipeline.hosts }, (_, host) => host) : [ordinal ?? 0];
      const request = { durationSeconds, rateHz, who: describeCaller(caller) };
      const started = await startCaptures(captures, pipeline, ordinals, request);
      return reply
        .code(202)
        .send({ captures: started.captures.map(captureItemOf), refused: started.refused.map((host) => ({ ...host })) });
    },
  });

  face.get('/captures/:id', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'Show one capture, with what happened to it and how far it is',
      params: ofOne,
      response: { 200: captureDetail, ...problems },
    },
    handler: async ({ params, caller }) => {
      const capture = await captureWithin(captures, params.id, caller);
      return captureDetailOf(capture, await captures.steps(capture.id), captures.progress(capture.id));
    },
  });

  face.post('/captures/:id/cancel', {
    config: withScope('project:write'),
    schema: {
      tags,
      summary: 'End a capture that runs, and throw away what it recorded',
      description: 'Does nothing to one that has ended.',
      params: ofOne,
      response: { 200: captureItem, ...problems },
    },
    handler: async ({ params, caller }) => {
      const { id } = await captureWithin(captures, params.id, caller);
      return captureItemOf(await captures.cancel(id, describeCaller(caller)));
    },
  });

  face.patch('/captures/:id', {
    config: withScope('project:write'),
    schema: {
      tags,
      summary: "Pin a capture, so that it is kept beyond its project's retention, or unpin it",
      params: ofOne,
      body: z.strictObject({ pinned: z.boolean() }),
      response: { 200: captureItem, ...problems },
    },
    handler: async ({ params, body, caller }) => {
      const { id } = await captureWithin(captures, params.id, caller);
      return captureItemOf(await captures.pin(id, body.pinned));
    },
  });
}
