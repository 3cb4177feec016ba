import { MIN_TARGET_PID, type ProcessIdentity } from './process-identity.ts';

/** How the agent was told to find the process that it records. */
export type TargetSelector =
  /** This one process; a later one with the same number is another one. */
  | { readonly by: 'pid'; readonly process: ProcessIdentity }
  /** The number in a file, read again at each look. */
  | { readonly by: 'pid-file'; readonly path: string }
  /** The oldest process whose command line holds the text. */
  | { readonly by: 'match'; readonly text: string }
  /** The agent's own child. */
  | {
      readonly by: 'command';
      readonly commandLine: readonly string[];
      readonly process: () => ProcessIdentity | undefined;
    };

/** What a person calls this target. */
export function selectorText(selector: TargetSelector): string {
  switch (selector.by) {
    case 'pid':
      return String(selector.process.pid);
    case 'pid-file':
      return selector.path;
    case 'match':
      return selector.text;
    case 'command':
      return selector.commandLine.join(' ');
  }
}

/**
 * Reads a pid as a person or a pid file writes it.
 *
 * @returns undefined unless it is a whole number that may be recorded
 */
export function parsePid(text: string): number | undefined {
  if (!/^\s*\d{1,10}\s*$/.test(text)) return undefined;
  const pid = Number(text);
  return pid >= MIN_TARGET_PID ? pid : undefined;
}
