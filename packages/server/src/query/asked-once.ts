import type { Ask } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { SharedAnswers } from './shared-answers.ts';
import { withAdvice } from './with-advice.ts';

/**
 * Runs questions: the same one asked twice at once runs once, and is killed in the engine when nobody waits for it any more. What is
 * too big or too slow is refused with advice.
 */
export class AskedOnce {
  readonly #shared = new SharedAnswers();

  /** @param question all that the answer depends on, beside its kind and the project: plain values */
  async ask<Answer>(
    kind: string,
    project: ProjectId,
    question: unknown,
    asker: Ask,
    answer: (ask: Ask) => Promise<Answer>,
  ): Promise<Answer> {
    const { timeoutMs } = asker;
    const isWatched = asker.onProgress !== undefined;
    const key = JSON.stringify([kind, project, timeoutMs ?? null, isWatched, question], plain);
    try {
      return await this.#shared.ask(key, asker, ({ signal, onProgress }) =>
        answer({ signal, timeoutMs, onProgress: isWatched ? onProgress : undefined }),
      );
    } catch (error) {
      throw withAdvice(error);
    }
  }
}

/** JSON has no whole numbers of any size. */
const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${String(value)}n` : value);
