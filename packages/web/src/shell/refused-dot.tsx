import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ingestQuery } from '../api/queries.ts';
import { wireRange } from '../state/time-range.ts';
import { useLater } from '../ui/use-later.ts';
import { useNow } from './use-now.ts';

const LOOK_EVERY_MS = 60_000;
/** The place that is opened asks first. */
const FIRST_LOOK_MS = 1_500;
const HOUR_MS = 3_600_000;

/** A red dot while uploads of the last hour were refused. It takes no room: nothing moves when it comes. */
export function RefusedDot({ project }: { readonly project: string }): ReactNode {
  const [nowMs] = useNow(LOOK_EVERY_MS);
  const isTime = useLater(FIRST_LOOK_MS);
  const lastHour = wireRange({ fromMs: nowMs - HOUR_MS, toMs: nowMs });
  const ingest = useQuery({ ...ingestQuery(project, lastHour, { refusals: 0 }), enabled: isTime });
  if (ingest.data?.tallies.some(({ outcome }) => outcome === 'dropped') !== true) return null;
  return (
    <span className="tab-dot dot dot-bad" title="Uploads were refused in the last hour">
      <span className="visually-hidden">, uploads were refused in the last hour</span>
    </span>
  );
}
