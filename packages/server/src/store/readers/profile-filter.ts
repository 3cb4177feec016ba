import type { ProjectId } from '../upload.ts';
import type { FacetFilter } from './facet-field.ts';
import type { QueryParams } from './row-source.ts';

/** [fromMs, toMs) on a profile's start, Unix milliseconds; an end that is left out is open. */
export interface TimeRange {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** Which profiles of a project a question is about; what is left out narrows nothing. */
export interface ProfileFilter extends TimeRange {
  readonly app?: string | undefined;
  readonly environment?: string | undefined;
  readonly release?: string | undefined;
  /** Canonical name of a profile type; profiles that have it, whatever else they have. */
  readonly type?: string | undefined;
}

/** A condition over `profiles`, with the values it binds. */
export interface Condition {
  readonly sql: string;
  readonly params: QueryParams;
}

/**
 * The partition key is toDate(start), whose days run from 1970 to 2149: a bound beyond them would be compared with a
 * wrapped day and prune the wrong parts. No stored profile lies outside, so cutting bounds off here changes no answer.
 */
const EARLIEST_MS = 0;
const LATEST_MS = Date.UTC(2149, 0, 1);

export const clampTimeMs = (ms: number): number => Math.trunc(Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS));

/** The condition every question over `profiles` starts with: the project, always, then what narrows it. */
export function profileCondition(project: ProjectId, filter: ProfileFilter): Condition {
  const parts = ['project_id = {project:UInt32}'];
  const params: Record<string, string | number> = { project };
  if (filter.fromMs !== undefined) {
    parts.push("start >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')");
    params['from'] = clampTimeMs(filter.fromMs);
  }
  if (filter.toMs !== undefined) {
    parts.push("start < fromUnixTimestamp64Milli({to:Int64}, 'UTC')");
    params['to'] = clampTimeMs(filter.toMs);
  }
  if (filter.app !== undefined) {
    parts.push('app = {app:String}');
    params['app'] = filter.app;
  }
  if (filter.environment !== undefined) {
    parts.push('environment = {environment:String}');
    params['environment'] = filter.environment;
  }
  if (filter.release !== undefined) {
    parts.push('release = {release:String}');
    params['release'] = filter.release;
  }
  if (filter.type !== undefined) {
    parts.push('has(types, {type:String})');
    params['type'] = filter.type;
  }
  return { sql: parts.join(' AND '), params };
}

/** The condition of one facet filter; its values are bound as `facet<index>`. */
export function facetCondition(filter: FacetFilter, index: number): Condition {
  const name = `facet${index}`;
  const isKept = filter.mode === 'additive';
  const params = { [name]: filter.values.filter((value) => value !== '') };
  if (filter.field === 'type') {
    return { sql: `${isKept ? '' : 'NOT '}hasAny(types, {${name}:Array(String)})`, params };
  }
  return { sql: `${filter.field} ${isKept ? 'IN' : 'NOT IN'} {${name}:Array(String)}`, params };
}
