import { type QueryString, singleValue } from './query-string.ts';
import { UpsunParameterError } from './upsun-parameter-error.ts';

export const mergeOutputs = ['pprof', 'dot', 'flamebearerv2'] as const;
export type MergeOutput = (typeof mergeOutputs)[number];

/** The same words as for `profile_type`; the API document names none for `out`. */
const INVALID = "invalid 'out' parameter (invalid)";

/** `pprof`, the document's example, when left out. */
export function parseOutput(query: QueryString): MergeOutput {
  const wanted = singleValue(query, 'out', INVALID) ?? 'pprof';
  const output = mergeOutputs.find((one) => one === wanted);
  if (output === undefined) throw new UpsunParameterError(INVALID);
  return output;
}
