import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { asHearthError, problemOf } from '../../errors/problem.ts';
import type { Ask } from '../../store/readers/row-source.ts';
import { askOfReply } from '../ask-of-reply.ts';
import type { HearthFaceDeps } from './hearth-face-deps.ts';
import { ProgressTally } from './progress-tally.ts';

export const NDJSON = 'application/x-ndjson';

/** How often a line says how far the answer is; one that comes sooner is the only line. */
const LINE_INTERVAL_MS = 500;

/**
 * Answers a question, to a client that accepts lines of JSON with its progress on the way: lines of `{progress}`, and at last one of
 * `{answer}` or `{problem}`. What fails before the first line fails like any other request. When the client leaves, the question
 * ends.
 */
export async function answerWithProgress<Answer extends object>(
  { onError }: Pick<HearthFaceDeps, 'onError'>,
  reply: FastifyReply,
  answer: (ask: Ask) => Promise<Answer>,
): Promise<Answer> {
  const ask = askOfReply(reply);
  reply.header('vary', 'accept');
  if (!acceptsLines(reply.request.headers.accept)) return answer(ask);
  const tally = new ProgressTally();
  const answering = answer({ ...ask, onProgress: (progress) => tally.add(progress) });
  if ((await unlessSlow(answering)) === SLOW) {
    const outcome = answering.then(
      (value) => ({ answer: value }),
      (error: unknown) => ({ problem: problemOfLate(error, onError) }),
    );
    await reply.type(NDJSON).send(Readable.from(linesOf(outcome, tally)));
  } else {
    await reply.type(NDJSON).send(`${JSON.stringify({ answer: await answering })}\n`);
  }
  // It is out; what a handler returns now is not looked at.
  return undefined as never;
}

const acceptsLines = (accept: string | undefined): boolean =>
  (accept ?? '').split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === NDJSON);

const SLOW = Symbol('slow');

/** What the work comes to, or {@link SLOW} when that takes longer than a line waits. */
async function unlessSlow<T>(work: Promise<T>): Promise<T | typeof SLOW> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<typeof SLOW>((resolve) => {
    timer = setTimeout(resolve, LINE_INTERVAL_MS, SLOW);
  });
  try {
    return await Promise.race([work, slow]);
  } finally {
    clearTimeout(timer);
  }
}

async function* linesOf(outcome: Promise<object>, tally: ProgressTally): AsyncGenerator<string> {
  for (;;) {
    yield `${JSON.stringify({ progress: tally.sums() })}\n`;
    const settled = await unlessSlow(outcome);
    if (settled === SLOW) continue;
    yield `${JSON.stringify(settled)}\n`;
    return;
  }
}

/** The status is out, so nobody else gets to see the error. */
function problemOfLate(error: unknown, onError: HearthFaceDeps['onError']): object {
  const known = asHearthError(error);
  const isClientGone = error instanceof Error && error.name === 'AbortError';
  if (known.code === 'internal' && !isClientGone) onError?.(error);
  return problemOf(known);
}
