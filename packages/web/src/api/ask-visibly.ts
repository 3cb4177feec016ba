import { type Problem, ProblemError } from './problem-error.ts';
import { ask } from './request.ts';
import { runningQuestions } from './running-questions.ts';

/** Not an error of anybody's: it must not be asked again by itself. */
const cancellation: Problem = {
  title: 'Cancelled',
  status: 499,
  detail: 'The question was cancelled before its answer came.',
  code: 'cancelled',
};

/**
 * Asks a question whose progress the status bar shows, with a way to cancel it.
 *
 * @param label what is read, e.g. `the flame graph`
 * @param signal of the query; TanStack Query aborts it when nobody looks at the answer any more
 */
export async function askVisibly<Answer>(
  label: string,
  path: string,
  body: object,
  signal: AbortSignal,
): Promise<Answer> {
  const cancelled = new AbortController();
  const id = runningQuestions.begin(label, () => cancelled.abort(new ProblemError(cancellation)));
  try {
    const either = AbortSignal.any([signal, cancelled.signal]);
    return await ask<Answer>(path, body, {
      signal: either,
      onProgress: (progress) => runningQuestions.report(id, progress),
    });
  } finally {
    runningQuestions.end(id);
  }
}
