import type { Io } from '../io.ts';
import type { CaptureDetailAnswer } from './capture-answer.ts';
import { progressText } from './progress-text.ts';

/** Longest line of a countdown: one that wraps cannot be written over. */
const MAX_LINE_LENGTH = 79;
/** To the first column, and clear what stands there. */
const REWIND = '\r\u001b[K';

/** Shows how captures go on. */
export interface ProgressBoard {
  readonly show: (captures: readonly CaptureDetailAnswer[]) => void;
  /** To be called before anything else is printed. */
  readonly end: () => void;
}

/**
 * On a terminal one line that is written over, counting down; elsewhere one line on standard error for each change of
 * state, so that standard output holds the answer and nothing else.
 */
export function progressBoard(io: Io, quiet: boolean): ProgressBoard {
  if (quiet) return { show: () => undefined, end: () => undefined };
  if (!io.isTty) return plainBoard(io);
  let isDirty = false;
  return {
    show: (captures) => {
      const text = captures.map((capture) => progressText(capture, true)).join(' | ');
      io.out(REWIND + (text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH - 1)}…` : text));
      isDirty = true;
    },
    end: () => {
      if (isDirty) io.out(REWIND);
      isDirty = false;
    },
  };
}

function plainBoard(io: Io): ProgressBoard {
  const said = new Map<string, string>();
  return {
    show: (captures) => {
      for (const capture of captures) {
        const text = progressText(capture, false);
        if (said.get(capture.id) === text) continue;
        said.set(capture.id, text);
        io.err(`${text}\n`);
      }
    },
    end: () => undefined,
  };
}
