import type { ExitCode } from './exit-code.ts';

/** What a command that went through still wants to say with its exit status, e.g. one of many files refused. */
export interface ProgramState {
  exitCode: ExitCode;
}
