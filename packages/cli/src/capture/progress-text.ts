import { printable } from '../output/printable.ts';
import { sizeText } from '../output/size-text.ts';
import { type CaptureDetailAnswer, hasEnded } from './capture-answer.ts';

const words: Readonly<Record<string, string>> = {
  requested: 'asked for',
  accepted: 'the recorder starts',
  recording: 'recording',
  writing: 'looking up symbols',
  uploading: 'sending the file',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  lost: 'lost',
};

/** How far one capture is: `host 2: recording, 12 s left`. Without the number it changes with the state alone. */
export function progressText(capture: CaptureDetailAnswer, withNumbers: boolean): string {
  const { ordinal, state, secondsLeft, uploadedBytes, bytes, cause } = capture;
  const word = words[state] ?? printable(state);
  const parts = [`host ${ordinal}: ${word}`];
  if (hasEnded(capture)) {
    if (state === 'done' && bytes !== null) parts.push(sizeText(bytes));
    if (cause !== null) parts.push(printable(cause));
  } else if (withNumbers && state === 'recording' && secondsLeft !== null) {
    parts.push(`${Math.ceil(secondsLeft)} s left`);
  } else if (withNumbers && state === 'uploading' && uploadedBytes !== null) {
    parts.push(`${sizeText(uploadedBytes)}${bytes === null ? '' : ` of ${sizeText(bytes)}`}`);
  }
  return parts.join(', ');
}
