import { flamebearerOf } from '@hearth/profile';
import type { MergedProfile } from './merged-profile.ts';
import type { FlamebearerResponse } from './schemas.ts';

/** Constants of the API document. */
const VERSION = 1;
const SAMPLE_RATE = 100;

/** RFC 3339 in whole seconds, as in the document's examples. */
const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** A merge as `flamebearerv2`; `timeline` is never filled, which the document allows. */
export function flamebearerResponseOf({ type, tree, selection }: MergedProfile): FlamebearerResponse {
  const { names, levels, numTicks, maxSelf } = flamebearerOf(tree);
  return {
    version: VERSION,
    flamebearer: { names: [...names], levels: levels.map((row) => [...row]), numTicks, maxSelf },
    metadata: {
      format: 'single',
      spyName: 'unknown',
      sampleRate: SAMPLE_RATE,
      units: type.unit,
      name: 'merged_profile',
    },
    timeline: null,
    groups: {},
    heatmap: null,
    _profile_type: type.type,
    _sample_unit: type.unit,
    _aggregation_type: type.aggregation,
    _application: selection.app,
    _from: timeText(selection.fromSeconds),
    _to: timeText(selection.toSeconds),
    _scale_factor: 1,
  };
}
