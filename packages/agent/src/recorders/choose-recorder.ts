import type { RecorderFacts, RecorderName } from '../protocol/from-agent.ts';
import { CaptureError } from './capture-error.ts';
import type { Recorder, RecordingJob } from './recorder.ts';

/** The recorders to try, best first, and why others were left out. */
export interface Choice {
  readonly recorders: readonly Recorder[];
  readonly warnings: readonly string[];
}

/** perf names the functions that Node compiled, which samply loses when it attaches; else samply unwinds more. */
const ORDER: Record<RecordingJob['runtime'], readonly RecorderName[]> = {
  native: ['samply', 'perf'],
  python: ['samply', 'perf'],
  node: ['perf', 'samply'],
};

/** samply 0.13.1 neither unwinds through nor identifies programs that it cannot open; perf follows them into their container. */
const ORDER_IN_CONTAINER: readonly RecorderName[] = ['perf', 'samply'];

/**
 * Chooses by what was found here and what the target is.
 *
 * @throws CaptureError when none can be used, with the reason of the best one
 */
export function chooseRecorder(
  found: readonly { readonly recorder: Recorder; readonly facts: RecorderFacts }[],
  job: RecordingJob,
): Choice {
  const order = job.contained ? ORDER_IN_CONTAINER : ORDER[job.runtime];
  const ranked = found.toSorted((a, b) => order.indexOf(a.recorder.name) - order.indexOf(b.recorder.name));
  const usable = ranked.filter(({ facts }) => facts.usable);
  if (usable.length === 0) {
    const reasons = ranked.map(({ facts }) => facts.reason ?? `${facts.name} cannot be used`).join('; ');
    throw new CaptureError('no_recorder', `Nothing on ${job.host.name} can record: ${reasons}.`);
  }
  const objections = usable.map(({ recorder }) => ({ recorder, objection: recorder.objection(job) }));
  const recorders = objections.filter(({ objection }) => objection === undefined).map(({ recorder }) => recorder);
  const refused = objections.flatMap(({ objection }) => (objection === undefined ? [] : [objection]));
  const first = refused[0];
  if (recorders.length === 0 && first !== undefined) {
    throw new CaptureError(first.code, `${refused.map(({ sentence }) => sentence).join('; ')}.`);
  }
  return { recorders, warnings: refused.map(({ sentence }) => `Another recorder was taken: ${sentence}.`) };
}
