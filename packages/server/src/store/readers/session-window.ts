import type { ProjectId } from '../upload.ts';
import { type Condition, clampTimeMs } from './profile-filter.ts';

/** What of a run of a profiler is asked for. */
export interface SessionWindow {
  /** 32 lower-case hex digits. */
  readonly sessionId: string;
  /** Unix milliseconds, fractions allowed: what begins before `toMs` and has not ended before `fromMs`. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Most answers; the caller's constant. */
  readonly limit: number;
}

/** The condition on `profiles` and `spans`, which have the same names for it. The id must have been checked. */
export const sessionCondition = (project: ProjectId, { sessionId, fromMs, toMs, limit }: SessionWindow): Condition => ({
  sql: `project_id = {project:UInt32} AND session_id = toFixedString(unhex({session:String}), 16)
        AND start < fromUnixTimestamp64Milli({to:Int64}, 'UTC') AND end >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')`,
  params: {
    project,
    session: sessionId,
    from: clampTimeMs(Math.floor(fromMs)),
    to: clampTimeMs(Math.ceil(toMs)),
    limit,
  },
});
