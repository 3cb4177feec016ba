import { canonicalType, type TypeHint } from './canonical-type.ts';

/** What an id depends on beside the type itself. */
export interface PyroscopeTypeContext {
  /** Canonical names of all types of its kind, itself included. */
  readonly kindTypes: readonly string[];
  /** Of the series; decides what Node's heap profiles are called. */
  readonly runtime?: string;
  /** Label `otel.scope.name` of the series: Pyroscope's own client for Go calls its goroutines otherwise than everybody else. */
  readonly scope?: string;
}

/** What an id asks for. */
export interface PyroscopeType {
  /** Canonical. */
  readonly type: string;
  readonly unit: string;
  /** Whether only kinds with (or without) wall clock time are meant; undefined where there is but one kind. */
  readonly withWall: boolean | undefined;
}

/** Canonical names of wall clock time. */
export const wallTypes: readonly string[] = ['wall', 'wall-time', 'wall-samples'];
const WALL_TYPES: ReadonlySet<string> = new Set(wallTypes);
const CPU_TYPES: ReadonlySet<string> = new Set(['cpu', 'cpu-samples', 'samples']);
const MEMORY_TYPES: ReadonlySet<string> = new Set([
  'alloc_objects',
  'alloc_space',
  'inuse_objects',
  'inuse_space',
  'objects',
  'space',
]);
const LOCK_TYPE = /^(mutex|block)_(contentions|delay)$/;
const GO_CLIENT = 'com.grafana.pyroscope/go';

/**
 * The id under which Pyroscope keeps a type that the same client sends it: `name:sample_type:sample_unit:period_type:period_unit`.
 * The name is its metric (`process_cpu`, `memory`, `mutex`, ...), the period what the client samples by. Types that no client of
 * Pyroscope sends are named by the same rule.
 */
export function pyroscopeTypeId(type: string, unit: string, context: PyroscopeTypeContext): string {
  const { name, sampleType = type, period } = describe(type, unit, context);
  return [name, ...[sampleType, unit].map(part), period].join(':');
}

function describe(
  type: string,
  unit: string,
  { kindTypes, runtime, scope }: PyroscopeTypeContext,
): { readonly name: string; readonly sampleType?: string; readonly period: string } {
  const lock = LOCK_TYPE.exec(type);
  if (lock !== null) return { name: lock[1]!, sampleType: lock[2]!, period: 'contentions:count' };
  if (WALL_TYPES.has(type) || (CPU_TYPES.has(type) && hasWallTime(kindTypes))) {
    return { name: 'wall', period: 'wall:nanoseconds' };
  }
  if (CPU_TYPES.has(type)) return { name: 'process_cpu', period: 'cpu:nanoseconds' };
  if (MEMORY_TYPES.has(type)) {
    const isNode = runtime === 'nodejs' && type.startsWith('inuse_');
    return { name: 'memory', period: isNode ? 'inuse_space:bytes' : 'space:bytes' };
  }
  if (type === 'goroutine')
    return { name: scope === GO_CLIENT ? 'goroutines' : 'goroutine', period: 'goroutine:count' };
  return { name: part(type), period: `${part(type)}:${part(unit)}` };
}

/** A colon would begin another part. */
const part = (text: string): string => text.replaceAll(':', '_');

/** Whether types that are measured together have wall clock time among them: then CPU time beside it has another id. */
export const hasWallTime = (types: readonly string[]): boolean => types.some((type) => WALL_TYPES.has(type));

/** Whether some of these types have another id for some profiles than for others, as far as these do not measure all of them together. */
export const needsKind = (types: readonly string[]): boolean =>
  hasWallTime(types) && types.some((type) => CPU_TYPES.has(type));

/** The type that an id asks for, whatever its period is; undefined for what has not the form of one. */
export function parsePyroscopeTypeId(id: string): PyroscopeType | undefined {
  const parts = id.split(':');
  const isDelta = parts.length === 6 && parts[5] === 'delta';
  const [name = '', sampleType = '', unit = ''] = parts;
  if ((parts.length !== 5 && !isDelta) || name === '' || sampleType === '') return undefined;
  const hint: TypeHint | undefined = name === 'mutex' || name === 'block' ? name : undefined;
  const { type } = canonicalType(sampleType, unit, hint);
  const hasSeveral = CPU_TYPES.has(type) && (name === 'wall' || name === 'process_cpu');
  return { type, unit, withWall: hasSeveral ? name === 'wall' : undefined };
}
