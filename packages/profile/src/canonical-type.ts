import type { Aggregation, ValueType } from './value-type.ts';

/** Which of Go's two lock profiles a pprof is: their types have the same names, only the upload's file name tells them apart. */
export type TypeHint = 'mutex' | 'block';

/** Profilers' own names of what Upsun's `profile_type` lists, and `sample`, which Node writes for `samples`. */
const CANONICAL_NAMES: ReadonlyMap<string, string> = new Map([
  ['sample', 'samples'],
  ['cpu-time', 'cpu'],
  ['alloc-samples', 'alloc_objects'],
  ['alloc-space', 'alloc_space'],
  ['alloc-size', 'alloc_space'],
  ['inuse-objects', 'inuse_objects'],
  ['heap-live-samples', 'inuse_objects'],
  ['inuse-space', 'inuse_space'],
  ['heap-space', 'inuse_space'],
  ['heap-live-size', 'inuse_space'],
]);

/** A state at one moment: the mean over profiles says something, the sum does not. Everything else adds up. */
const AVERAGED: ReadonlySet<string> = new Set([
  'goroutine',
  'goroutineleak',
  'threadcreate',
  'inuse_objects',
  'inuse_space',
  'objects',
  'space',
]);

/** Go's lock types, told apart by the hint. */
const LOCK_TYPES: ReadonlySet<string> = new Set(['contentions', 'delay']);

/**
 * The name under which values of a type are kept, and how they combine. Units stay as they are, and so do names that are
 * not listed; applying it twice changes nothing.
 */
export function canonicalType(type: string, unit: string, hint?: TypeHint): ValueType {
  const named = CANONICAL_NAMES.get(type) ?? type;
  const name = hint !== undefined && LOCK_TYPES.has(named) ? `${hint}_${named}` : named;
  const aggregation: Aggregation = AVERAGED.has(name) ? 'avg' : 'sum';
  return { type: name, unit, aggregation };
}
