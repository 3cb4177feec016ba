import { useQuery } from '@tanstack/react-query';
import { neighboursQuery } from '../../api/queries.ts';
import type { ProfileDetail, ValuedProfile } from '../../api/wire.ts';
import { useLater } from '../../ui/use-later.ts';

/** The profiles of an app before and after one; none is known of where nothing stands. */
export interface Neighbours {
  readonly earlier: string | undefined;
  readonly later: string | undefined;
}

/** How far around a profile its neighbours are looked for: clients send by the minute, and a busy app has thousands an hour. */
const AROUND_MS = 10 * 60_000;
/** The picture is asked for first. */
const AFTER_MS = 1_000;

/** The profiles of the same app and environment right before and after one. */
export function useNeighbours(project: string, detail: ProfileDetail | undefined): Neighbours {
  const isLater = useLater(AFTER_MS);
  const startMs = detail === undefined ? 0 : Date.parse(detail.start);
  const found = useQuery({
    ...neighboursQuery(project, {
      app: detail?.app ?? '',
      environment: detail?.environment ?? '',
      from: new Date(startMs - AROUND_MS).toISOString(),
      to: new Date(startMs + AROUND_MS).toISOString(),
    }),
    enabled: isLater && detail !== undefined,
  });
  return neighboursOf(found.data ?? [], detail?.id);
}

/** @param profiles the newest first */
export function neighboursOf(profiles: readonly Pick<ValuedProfile, 'id'>[], id: string | undefined): Neighbours {
  const at = profiles.findIndex((profile) => profile.id === id);
  if (at < 0) return { earlier: undefined, later: undefined };
  return { earlier: profiles[at + 1]?.id, later: profiles[at - 1]?.id };
}
