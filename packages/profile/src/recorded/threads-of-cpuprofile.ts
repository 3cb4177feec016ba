import { CPUPROFILE_TYPES, type CpuRecording, isIdleNode } from '../cpuprofile/cpu-recording.ts';
import { NodeStacks } from '../cpuprofile/node-stacks.ts';
import { sampleNanos } from '../cpuprofile/sample-nanos.ts';
import { DEFAULT_IMPORT_LIMITS, type ImportLimits } from '../formats/import-limits.ts';
import { ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { chooseType } from './choose-type.ts';
import type { RecordedThreads } from './recorded-threads.ts';
import { SampleColumns } from './sample-columns.ts';

const MS_MICROS = 1e3;
const MS_NANOS = 1e6;

/**
 * The one thread of a CPU profile of V8. Types and values are those of `readCpuprofile`.
 * @throws ProfileFormatError and nothing else
 */
export function threadsOfCpuprofile(
  { cpuNodes, samples, timeDeltas, startMicros, endMicros }: CpuRecording,
  wanted?: string,
  limits: ImportLimits = DEFAULT_IMPORT_LIMITS,
): RecordedThreads {
  const type = CPUPROFILE_TYPES[chooseType(CPUPROFILE_TYPES, wanted)]!;
  const { nodes, rowOf } = cpuNodes;
  const nanos = sampleNanos(timeDeltas, startMicros, endMicros);
  const builder = new ProfileBuilder([]);
  const stacks = new NodeStacks(builder, nodes, limits);
  const rows = Array.from(samples, (id, sample) => {
    const row = rowOf.get(id);
    if (row !== undefined) return row;
    throw new ProfileFormatError('unknown_id', `sample ${sample} names a node that does not exist`);
  });
  const columns = new SampleColumns();
  for (const { sample, micros } of inOrder(timeDeltas)) {
    const row = rows[sample]!;
    const isIdle = isIdleNode(nodes[row]!);
    const value = type.type === 'samples' ? 1 : type.type === 'cpu' && isIdle ? 0 : nanos[sample]!;
    columns.add(micros / MS_MICROS, nanos[sample]! / MS_NANOS, isIdle ? -1 : stacks.of(row), value);
  }
  const thread = { name: '', id: '', processName: '', processId: '', samples: columns.finish() };
  return {
    hasTimes: true,
    untimedSamples: 0,
    intervalMs: undefined,
    types: CPUPROFILE_TYPES,
    type,
    profile: builder.finish(),
    threads: thread.samples.length === 0 ? [] : [thread],
  };
}

/** Samples by their moment since the start: V8 now and then writes a distance below 0. */
function inOrder(timeDeltas: Float64Array): readonly { readonly sample: number; readonly micros: number }[] {
  let micros = 0;
  const moments = Array.from(timeDeltas, (delta, sample) => {
    micros += delta;
    return { sample, micros };
  });
  return moments.sort((a, b) => a.micros - b.micros || a.sample - b.sample);
}
