import type { TypeHint } from '@hearth/profile';
import { z } from 'zod';
import { HearthError } from '../../errors/hearth-error.ts';

/** What the part `sample_type_config` says of the sample types of a pprof. */
export interface SampleTypeConfig {
  /** Go's two lock profiles have the same types; the names under which they are shown tell. */
  readonly hint: TypeHint | undefined;
  /** Types that only grow while the process lives: a profile of them counts from the `prev_profile` on. */
  readonly cumulative: ReadonlySet<string>;
}

export const NO_SAMPLE_TYPE_CONFIG: SampleTypeConfig = { hint: undefined, cumulative: new Set() };

const configSchema = z.record(
  z.string(),
  z.object({ 'display-name': z.string().optional(), cumulative: z.boolean().optional() }),
);

/** Reads `{"contentions":{"units":"lock_samples","display-name":"mutex_count"},...}`. @throws HearthError `invalid_multipart` */
export function parseSampleTypeConfig(bytes: Uint8Array): SampleTypeConfig {
  let config: unknown;
  try {
    config = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid('it is not JSON in UTF-8', error);
  }
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) throw invalid('it is not an object of types');
  const types = Object.entries(parsed.data);
  const shown = types.map(([type, { 'display-name': name = type }]) => name);
  const isShown = (prefix: string): boolean => shown.some((name) => name.startsWith(prefix));
  return {
    hint: isShown('mutex_') ? 'mutex' : isShown('block_') ? 'block' : undefined,
    cumulative: new Set(types.filter(([, { cumulative }]) => cumulative === true).map(([type]) => type)),
  };
}

const invalid = (what: string, cause?: unknown): HearthError =>
  new HearthError('invalid_multipart', { message: `The part sample_type_config is not valid: ${what}.`, cause });
