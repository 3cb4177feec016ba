import type { AnswerProgress } from '../client/api-client.ts';
import type { Io } from '../io.ts';
import type { Remote } from '../remote.ts';

/** To the first column, and clear what stands there. */
const REWIND = '\r\u001b[K';

/** Posts a question. Where standard error is a terminal it shows how far a long answer is, and clears that line again. */
export async function askQuestion<T>(io: Io, { client }: Remote, path: string, body: unknown): Promise<T> {
  if (!io.isErrTty) return client.post<T>(path, body);
  let isDirty = false;
  try {
    return await client.postWithProgress<T>(path, body, (progress) => {
      io.err(REWIND + progressText(progress));
      isDirty = true;
    });
  } finally {
    if (isDirty) io.err(REWIND);
  }
}

/** `3 s, 1.2 M of 48.0 M rows (2 %)`: short enough for any terminal. */
export function progressText({ rowsRead, rowsToRead, elapsedMs }: AnswerProgress): string {
  const seconds = `${String(Math.round(elapsedMs / 1000))} s`;
  if (rowsToRead === 0) return `${seconds}, Ctrl-C cancels`;
  const share = Math.min(100, Math.floor((rowsRead / rowsToRead) * 100));
  return `${seconds}, ${countText(rowsRead)} of ${countText(rowsToRead)} rows (${String(share)} %), Ctrl-C cancels`;
}

function countText(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} M`;
  return count >= 1e3 ? `${(count / 1e3).toFixed(1)} k` : String(count);
}
