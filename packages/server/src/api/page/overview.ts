import type { Caller } from '../../auth/caller.ts';
import { chooseProject } from '../../auth/choose-project.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Project } from '../../catalog/projects.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { DescribedApplication } from '../../query/applications.ts';
import type { Questions } from '../../query/questions.ts';
import type { IngestSummary } from '../../store/readers/ingest-summary.ts';
import type { ProfileSummary } from '../../store/readers/profile-summary.ts';
import type { Ask } from '../../store/readers/row-source.ts';

/** What happened on the last day is what someone who looks now can still do something about. */
const SPAN_MS = 24 * 3_600_000;
const SHOWN_UPLOADS = 12;
const SHOWN_REFUSALS = 8;

/** Everything the page shows of one project. */
export interface Overview {
  readonly nowMs: number;
  readonly origin: string;
  readonly project: Project;
  /** All that the caller may see, this one included. */
  readonly projects: readonly Project[];
  /** A working ingest key; undefined when there is none. */
  readonly ingestKey: string | undefined;
  /** Of the last day. */
  readonly applications: readonly DescribedApplication[];
  /** The newest, whatever their day. */
  readonly uploads: readonly ProfileSummary[];
  /** Of the last day. */
  readonly ingest: IngestSummary;
}

export interface OverviewQuestion {
  readonly caller: Caller;
  /** Number, slug or key; the caller's own when undefined. */
  readonly projectRef: string | undefined;
  readonly origin: string;
  readonly nowMs: number;
}

/** Throws HearthError: `project_not_found`, `engine_unavailable`, `query_timeout`. */
export async function readOverview(
  catalog: Catalog,
  questions: Questions,
  { caller, projectRef, origin, nowMs }: OverviewQuestion,
  ask: Ask,
): Promise<Overview> {
  const projects = await catalog.projects.list(caller.reach);
  const project =
    projectRef === undefined
      ? await chooseProject(catalog, caller).catch(() => projects[0])
      : await catalog.projects.find(projectRef, caller.reach);
  if (project === undefined) throw new HearthError('project_not_found');
  const { id } = project;
  const day = { fromMs: nowMs - SPAN_MS, toMs: nowMs + 1 };
  const [keys, applications, { profiles }, ingest] = await Promise.all([
    catalog.ingestKeys.list(id),
    questions.applications(id, day, ask),
    questions.profiles(id, { limit: SHOWN_UPLOADS }, ask),
    questions.ingest(id, { ...day, refusals: SHOWN_REFUSALS }, ask),
  ]);
  const ingestKey = keys.find(({ endedMs }) => endedMs === undefined)?.key;
  return { nowMs, origin, project, projects, ingestKey, applications, uploads: profiles, ingest };
}
