import { framesOfStack, type SentryStacks } from '../sentry-recording.ts';

/** The array of stacks, each an array of frame indexes, leaf first. */
export function stacksText(stacks: SentryStacks): string {
  let text = '[';
  for (let stack = 0; stack < stacks.length; stack++) {
    text += `${stack === 0 ? '' : ','}[${framesOfStack(stacks, stack).join(',')}]`;
  }
  return `${text}]`;
}
