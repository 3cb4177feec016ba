import type { ImportLimits } from '../formats/import-limits.ts';
import { JsonBytes } from '../json/json-bytes.ts';
import { readMembers } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { ValueType } from '../value-type.ts';
import { readNumbers } from './read-columns.ts';
import { type CpuNode, type CpuNodes, readNodes } from './read-nodes.ts';

/** What samples of V8 come to. */
export const CPUPROFILE_TYPES: readonly ValueType[] = [
  { type: 'samples', unit: 'count', aggregation: 'sum' },
  { type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' },
  { type: 'wall', unit: 'nanoseconds', aggregation: 'sum' },
];

/** What V8 writes when the event loop waits. Everything else is counted as running, `(program)` too: it is native code. */
const IDLE = '(idle)';

export const isIdleNode = ({ name, url }: CpuNode): boolean => name === IDLE && url === '';

/** The members of a CPU profile. */
export interface CpuRecording {
  readonly cpuNodes: CpuNodes;
  /** Ids of nodes. */
  readonly samples: Float64Array;
  /** Microseconds since the sample before, the first since the start; as many as {@link samples}. */
  readonly timeDeltas: Float64Array;
  readonly startMicros: number;
  readonly endMicros: number;
}

/** @throws ProfileFormatError and nothing else, whatever the bytes are */
export function readCpuRecording(bytes: Uint8Array, limits: ImportLimits): CpuRecording {
  const json = new JsonBytes(bytes);
  let cpuNodes: CpuNodes | undefined;
  let samples: Float64Array | undefined;
  let timeDeltas: Float64Array | undefined;
  let startMicros = 0;
  let endMicros = 0;
  readMembers(json, {
    nodes: (member) => {
      cpuNodes = readNodes(member, limits);
    },
    samples: (member) => {
      samples = readNumbers(member, limits);
    },
    timeDeltas: (member) => {
      timeDeltas = readNumbers(member, limits);
    },
    startTime: (member) => {
      startMicros = member.readNumber();
    },
    endTime: (member) => {
      endMicros = member.readNumber();
    },
  });
  json.expectEnd();
  if (cpuNodes === undefined) throw missing('nodes');
  if (samples === undefined) throw missing('samples');
  if (timeDeltas === undefined) throw missing('timeDeltas');
  if (samples.length !== timeDeltas.length) {
    throw new ProfileFormatError('value_count_mismatch', 'the profile has not as many time deltas as samples');
  }
  return { cpuNodes, samples, timeDeltas, startMicros, endMicros };
}

const missing = (what: string): ProfileFormatError =>
  new ProfileFormatError('missing_column', `the profile has no ${what}`);
