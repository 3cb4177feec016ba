import { printable } from '../output/printable.ts';
import type { CaptureAnswer, CaptureDetailAnswer } from './capture-answer.ts';
import { progressText } from './progress-text.ts';
import type { SavedFile } from './save-capture.ts';

/** One line for each capture that was waited for: how it ended, its id, where its file is; its warnings below. */
export function endLines(captures: readonly CaptureDetailAnswer[], saved: readonly SavedFile[]): string {
  return captures
    .map((capture) => {
      const file = saved.find((one) => one.capture === capture.id)?.file;
      const line = `${progressText(capture, true)} (${capture.id})${file === undefined ? '' : `: ${file}`}`;
      return [line, ...capture.warnings.map((warning) => `  ${printable(warning)}`), ''].join('\n');
    })
    .join('');
}

/** One line for each capture that has begun. */
export function startLines(captures: readonly CaptureAnswer[]): string {
  return captures
    .map(
      ({ id, ordinal, durationSeconds, rate }) =>
        `host ${ordinal}: recording ${durationSeconds} s at ${rate} Hz (${id})\n`,
    )
    .join('');
}
