import type { CaptureRequest } from '../../capture/capture-request.ts';
import type { Capture } from '../../catalog/captures/capture.ts';
import type { Pipeline } from '../../catalog/pipelines/pipeline.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CaptureDesk } from './hearth-face-deps.ts';

export interface RefusedHost {
  readonly ordinal: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * Asks for a capture of each host at once, so that they see the same moment.
 *
 * @throws what the first host is refused with, when every host is
 */
export async function startCaptures(
  captures: CaptureDesk,
  pipeline: Pipeline,
  ordinals: readonly number[],
  request: CaptureRequest,
): Promise<{ readonly captures: readonly Capture[]; readonly refused: readonly RefusedHost[] }> {
  const started: Capture[] = [];
  const refusals: { readonly ordinal: number; readonly error: HearthError }[] = [];
  const asked = await Promise.allSettled(ordinals.map((ordinal) => captures.request(pipeline, ordinal, request)));
  for (const [index, answer] of asked.entries()) {
    const ordinal = ordinals[index] ?? 0;
    if (answer.status === 'fulfilled') started.push(answer.value);
    else if (answer.reason instanceof HearthError) refusals.push({ ordinal, error: answer.reason });
    else throw answer.reason;
  }
  const [first] = refusals;
  if (started.length === 0 && first !== undefined) throw first.error;
  return {
    captures: started,
    refused: refusals.map(({ ordinal, error: { code, message } }) => ({ ordinal, code, message })),
  };
}
