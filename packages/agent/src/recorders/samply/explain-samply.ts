import type { FailureCode } from '../../protocol/failure-code.ts';
import { CaptureError } from '../capture-error.ts';
import { firstLine } from '../first-line.ts';
import type { Owners } from '../owners-of.ts';
import type { RecorderEnd } from '../recorder-process.ts';

/** What the sentence has to name. */
export interface SamplyContext extends Owners {
  readonly host: string;
  readonly pid: number;
  readonly rateHz: number;
}

type Cause = readonly [FailureCode, string];

/** Turns what samply 0.13.1 wrote, word for word, into one sentence with what to do about it and where. */
export function explainSamply(end: RecorderEnd, output: string, context: SamplyContext): CaptureError {
  const [code, sentence] = causeOf(end, output, context);
  return new CaptureError(code, sentence, output);
}

function causeOf(end: RecorderEnd, output: string, context: SamplyContext): Cause {
  const { host, pid } = context;
  const paranoid = /perf_event_paranoid' is currently set to (-?\d+)/.exec(output)?.[1];
  if (paranoid !== undefined) {
    return [
      'not_permitted',
      `samply may not record on ${host} because kernel.perf_event_paranoid is ${paranoid} there: set it to 1 ` +
        '(sudo sysctl kernel.perf_event_paranoid=1), or start the agent as root with --private-perf-paranoid.',
    ];
  }
  if (/Operation not permitted|Permission denied/.test(output)) return notPermitted(context);
  if (output.includes('mmap failed')) {
    return [
      'out_of_resources',
      `The memory that the agent's user may lock on ${host} does not suffice for the threads of process ${pid}: raise ` +
        'its limit (ulimit -l), give samply CAP_IPC_LOCK, or install perf, which needs less.',
    ];
  }
  if (output.includes('No such process')) {
    return ['target_ended', `Process ${pid} on ${host} ended before samply could attach to it.`];
  }
  const highest = /frequency can be at most (\d+)/.exec(output)?.[1];
  if (highest !== undefined) {
    return [
      'limit_exceeded',
      `${host} allows at most ${highest} samples a second (kernel.perf_event_max_sample_rate), not ${context.rateHz}: ask for a lower rate.`,
    ];
  }
  if (/No space left|Disk quota exceeded/.test(output)) {
    return ['disk_full', `The disk of the agent on ${host} is full: free some space there.`];
  }
  if (end.signal !== null) return ['recorder_killed', `samply on ${host} was ended by ${end.signal}.`];
  return ['recorder_failed', `samply on ${host} ended with status ${end.code}: ${firstLine(output)}`];
}

/** samply says the same for a foreign process and for too few descriptors; the owner tells them apart. */
function notPermitted({ host, pid, targetUser, ownUser }: SamplyContext): Cause {
  if (targetUser !== undefined && ownUser !== 0 && targetUser !== ownUser) {
    return [
      'not_permitted',
      `Process ${pid} on ${host} belongs to another user (${targetUser}): run the agent there as that user or as root.`,
    ];
  }
  return [
    'not_permitted',
    `samply may not record process ${pid} on ${host}: allow perf_event_open there (in a container CAP_PERFMON and a ` +
      'seccomp profile that has it), and enough open files (ulimit -n) for its threads.',
  ];
}
