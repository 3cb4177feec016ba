import { canonicalType } from '../canonical-type.ts';
import type { Profile, StackIndex } from '../profile.ts';
import { type LabelInput, ProfileBuilder } from '../profile-builder.ts';
import { seededRandom } from './random.ts';

/** The shape of a generated profile. */
export interface GeneratedShape {
  readonly samples: number;
  /** Different stacks among which the samples are spread, the first ones more often. */
  readonly stacks: number;
  /** Mean depth of a stack; depths vary by a third up and down. */
  readonly depth: number;
  /** Different functions; each is seen at two lines. */
  readonly functions: number;
  readonly seed: number;
  /** `type/unit` of each value. */
  readonly types: readonly string[];
  /** Put a thread name and a timestamp on each sample, as timeline profilers do. */
  readonly timeline: boolean;
  /** Values of the user-set label `endpoint`; 0 for no such label. */
  readonly endpoints: number;
  /** Unix time in milliseconds. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** An upload of a minute of one service: 300 stacks of depth 30, samples and cpu. */
export const DEFAULT_SHAPE: GeneratedShape = {
  samples: 300,
  stacks: 300,
  depth: 30,
  functions: 700,
  seed: 1,
  types: ['samples/count', 'cpu/nanoseconds'],
  timeline: false,
  endpoints: 0,
  startMs: Date.UTC(2026, 10, 21, 9),
  durationMs: 60_000,
};

const TWO_32 = 2 ** 32;
const SAMPLE_NANOS = 10_000_000;
const THREADS = 8;

/**
 * A made-up profile that looks like a service's: stacks share their outer frames and part towards the leaf, a few stacks have most
 * of the samples. The same shape gives the same profile.
 */
export function generateProfile(shape: Partial<GeneratedShape> = {}): Profile {
  const full = { ...DEFAULT_SHAPE, ...shape };
  const random = seededRandom(full.seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const types = full.types.map((text) => {
    const [type = '', unit = ''] = text.split('/');
    return { type, unit, aggregation: canonicalType(type, unit).aggregation };
  });
  const builder = new ProfileBuilder(types);
  const stacks = growStacks(builder, full, below);
  for (let sample = 0; sample < full.samples; sample++) {
    const skewed = random() * random();
    const stack = sample < full.stacks ? sample : Math.floor(skewed * full.stacks);
    const count = 1 + below(3);
    const values = types.map(({ unit }) => {
      if (unit === 'nanoseconds') return count * SAMPLE_NANOS + below(SAMPLE_NANOS);
      return unit === 'bytes' ? count * (64 + below(65_536)) : count;
    });
    builder.sample(stacks[stack % stacks.length]!, values, labelsOf(full, sample, below));
  }
  return builder.finish({
    periodType: types.at(-1)!,
    period: SAMPLE_NANOS,
    timeNanos: nanosOf(full.startMs * 1000),
    durationNanos: full.durationMs * 1_000_000,
  });
}

function growStacks(
  builder: ProfileBuilder,
  { stacks, depth, functions }: GeneratedShape,
  below: (limit: number) => number,
): readonly StackIndex[] {
  const frameAt = (level: number, choice: number) => {
    // Each level has its own functions, so that depth says something about a function, as in real programs.
    const number = (level * 97 + choice * 31) % functions;
    const file = `src/module-${number % 40}/service-${number % 11}.ts`;
    const func = builder.func({ name: `Service${number % 60}.handleRequest${number}`, file, startLine: 10 + number });
    return builder.frame({ func, line: 12 + number + below(2) });
  };
  const paths: StackIndex[][] = [];
  for (let index = 0; index < stacks; index++) {
    const length = Math.max(1, Math.round(depth * (0.67 + below(67) / 100)));
    const path: StackIndex[] = [];
    const model = index === 0 ? [] : paths[below(index)]!;
    const shared = Math.min(model.length, Math.floor((length * below(100)) / 100));
    for (let level = 0; level < length; level++) {
      const parent = path[level - 1] ?? -1;
      path.push(level < shared ? model[level]! : builder.stack(parent, frameAt(level, below(12))));
    }
    paths.push(path);
  }
  return paths.map((path) => path.at(-1)!);
}

function labelsOf(
  { timeline, endpoints, startMs, samples, durationMs }: GeneratedShape,
  sample: number,
  below: (limit: number) => number,
): readonly LabelInput[] {
  const labels: LabelInput[] = [];
  if (endpoints > 0) labels.push({ key: 'endpoint', text: `/api/endpoint-${below(endpoints)}` });
  if (timeline) {
    const micros = startMs * 1000 + Math.floor((sample * durationMs * 1000) / samples);
    labels.push(
      { key: 'thread name', text: `worker-${below(THREADS)}` },
      { key: 'end_timestamp_ns', number: nanosOf(micros) },
    );
  }
  return labels;
}

/** Microseconds since 1970 as halves of nanoseconds; their product with 1000 passes 2^53, so it is made in two parts. */
function nanosOf(micros: number): { readonly lo: number; readonly hi: number } {
  const low = (micros % TWO_32) * 1000;
  const high = Math.floor(micros / TWO_32) * 1000 + Math.floor(low / TWO_32);
  return { lo: low % TWO_32, hi: high };
}
