import { ANY_MARK, traceMark } from '../derive/trace-marks.ts';
import type { ProjectId } from '../upload.ts';
import type { Condition } from './profile-filter.ts';
import { profileColumns, readProfileRow } from './profile-row.ts';
import { and, type ProfileSelection, selectedProfiles } from './profile-selection.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { readRows } from './read-rows.ts';
import type { Ask, RowSource } from './row-source.ts';
import type { TraceIds } from './trace-ids.ts';

/**
 * Profiles of a selection that may have samples of these spans and traces, by their start: none that has is left out, and what a mark
 * promises only its original can keep.
 *
 * @param ids undefined for all that have samples of any span or trace
 * @param limit of rows
 */
export async function tracedProfiles(
  source: RowSource,
  project: ProjectId,
  selection: ProfileSelection,
  ids: TraceIds | undefined,
  limit: number,
  ask: Ask = {},
): Promise<readonly ProfileSummary[]> {
  const { sql, params } = and([selectedProfiles(project, selection), ...conditionsOf(ids)]);
  return readRows(
    source,
    {
      name: 'traced-profiles',
      sql: `
      SELECT ${profileColumns}
      FROM profiles
      WHERE ${sql}
      ORDER BY start, id
      LIMIT {limit:UInt32}`,
      params: { ...params, limit },
      ...ask,
    },
    readProfileRow,
  );
}

function conditionsOf(ids: TraceIds | undefined): readonly Condition[] {
  if (ids === undefined) return [{ sql: 'notEmpty(trace_marks)', params: {} }];
  const { spans, traces } = ids;
  const marksOf = (list: readonly string[]): readonly number[] => [...new Set([ANY_MARK, ...list.map(traceMark)])];
  return [
    ...(spans.length === 0
      ? []
      : [{ sql: 'hasAny(trace_marks, {spanMarks:Array(UInt32)})', params: { spanMarks: marksOf(spans) } }]),
    ...(traces.length === 0
      ? []
      : [
          {
            sql: `(hasAny(trace_marks, {traceMarks:Array(UInt32)})
        OR trace_id IN (SELECT toFixedString(unhex(arrayJoin({traceIds:Array(String)})), 16)))`,
            params: { traceMarks: marksOf(traces), traceIds: traces },
          },
        ]),
  ];
}
