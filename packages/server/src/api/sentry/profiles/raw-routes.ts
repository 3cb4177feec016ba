import type { FastifyInstance, FastifyReply } from 'fastify';
import { projectOf } from '../../../auth/register-auth.ts';
import type { Questions } from '../../../query/questions.ts';
import type { ProfilePlace } from '../../../store/readers/find-place.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { ProjectId } from '../../../store/upload.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { readProject } from '../access.ts';
import { type Answer, expired, MISSING, sendAnswer, sendStatus } from './answer.ts';
import { findKept } from './find-kept.ts';
import { keptItem } from './kept-item.ts';
import { LONG_ID, longId, PROFILE_NAME, parseProfileName } from './profile-name.ts';
import type { ProfilingDeps } from './profiling-deps.ts';
import { whileReadable } from './while-readable.ts';

const ADDRESS = '/projects/:organization/:project/profiling';
const options = { config: { access: readProject } };

/** The payloads of profiles and chunks, byte for byte as the SDK sent them. */
export function rawRoutes(face: FastifyInstance, { questions }: ProfilingDeps): void {
  face.get(`${ADDRESS}/raw_profiles/:id${PROFILE_NAME}/`, options, async (request, reply) => {
    const name = parseProfileName((request.params as { readonly id: string }).id);
    if (name === undefined) return sendStatus(reply, 400);
    const project = projectOf(request).id;
    const ask = askOfReply(reply);
    const found = await findKept(questions, project, name, ask);
    return sendPayload(reply, questions, project, found?.kind === 'profile' ? found.profile : undefined, ask);
  });

  face.get(`${ADDRESS}/raw_chunks/:profiler${LONG_ID}/:chunk${LONG_ID}/`, options, async (request, reply) => {
    const params = request.params as { readonly profiler: string; readonly chunk: string };
    const profiler = longId(params.profiler);
    const hex = longId(params.chunk);
    if (profiler === undefined || hex === undefined) return sendStatus(reply, 400);
    const project = projectOf(request).id;
    const ask = askOfReply(reply);
    const chunk = await questions.place(project, { kind: 'id', hex }, ask);
    const isOfSession = chunk?.link.sessionId === profiler;
    return sendPayload(reply, questions, project, isOfSession ? chunk : undefined, ask);
  });
}

async function sendPayload(
  reply: FastifyReply,
  questions: Questions,
  project: ProjectId,
  profile: ProfilePlace | undefined,
  ask: Ask,
): Promise<FastifyReply> {
  if (profile === undefined || profile.source !== 'sentry') return sendAnswer(reply, MISSING);
  const answer = await whileReadable(async (): Promise<Answer> => {
    const original = await questions.originalOf(project, profile, ask);
    if (original.state === 'expired') return expired(original.expiredMs);
    const item = await keptItem(original.original.body);
    if (item === undefined) return { kind: 'unreadable' };
    const isBinary = item.headers['meta_length'] !== undefined;
    return { kind: 'payload', bytes: item.payload, type: isBinary ? 'application/octet-stream' : 'application/json' };
  });
  return sendAnswer(reply, answer);
}
