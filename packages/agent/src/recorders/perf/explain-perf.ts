import type { FailureCode } from '../../protocol/failure-code.ts';
import { CaptureError } from '../capture-error.ts';
import { firstLine } from '../first-line.ts';
import type { Owners } from '../owners-of.ts';
import type { RecorderEnd } from '../recorder-process.ts';

/** What the sentence has to name. */
export interface PerfContext extends Owners {
  readonly host: string;
  readonly pid: number;
}

/** Turns what perf wrote into one sentence with what to do about it and where. */
export function explainPerf(end: RecorderEnd, output: string, context: PerfContext): CaptureError {
  const [code, sentence] = causeOf(end, output, context);
  return new CaptureError(code, sentence, output);
}

function causeOf(end: RecorderEnd, output: string, context: PerfContext): readonly [FailureCode, string] {
  const { host, pid, targetUser, ownUser } = context;
  const isLimited = /Access to performance monitoring .* is limited|Permission denied|Operation not permitted/.test(
    output,
  );
  if (isLimited && targetUser !== undefined && ownUser !== 0 && targetUser !== ownUser) {
    const sentence = `Process ${pid} on ${host} belongs to another user (${targetUser}): run the agent there as that user or as root.`;
    return ['not_permitted', sentence];
  }
  if (isLimited) {
    const level = /perf_event_paranoid setting is (-?\d+)/.exec(output)?.[1];
    const setting = level === undefined ? 'its settings' : `kernel.perf_event_paranoid, which is ${level}`;
    return [
      'not_permitted',
      `perf may not record on ${host} because of ${setting}: set it to 1 there (sudo sysctl kernel.perf_event_paranoid=1), ` +
        'run the agent as root, or, in a container, give it CAP_PERFMON.',
    ];
  }
  if (output.includes('No such process')) {
    return ['target_ended', `Process ${pid} on ${host} ended before perf could attach to it.`];
  }
  if (/Too many (open files|events)/.test(output)) {
    return [
      'out_of_resources',
      `${host} does not let perf open enough files for the threads of process ${pid}: raise its limit (ulimit -n).`,
    ];
  }
  if (/No space left|Disk quota exceeded/.test(output)) {
    return ['disk_full', `The disk of the agent on ${host} is full: free some space there.`];
  }
  if (end.signal !== null) return ['recorder_killed', `perf on ${host} was ended by ${end.signal}.`];
  return ['recorder_failed', `perf on ${host} ended with status ${end.code}: ${firstLine(output)}`];
}
