import type { ProjectId } from '../../../catalog/ids.ts';
import type { ReleaseTimes } from '../../../store/readers/release-times.ts';
import type { Ask } from '../../../store/readers/row-source.ts';
import type { ReleaseDeps } from './release-deps.ts';

/** Questions about single projects that are under way at a time: one list must not take the engine for itself. */
const AT_ONCE = 4;

/** What the profiles of each project say of these versions, or of all of them. Every project has an entry. */
export async function releaseTimesOf(
  { questions }: Pick<ReleaseDeps, 'questions'>,
  projects: readonly ProjectId[],
  versions: readonly string[] | undefined,
  ask: Ask,
): Promise<ReadonlyMap<ProjectId, readonly ReleaseTimes[]>> {
  const times = new Map<ProjectId, readonly ReleaseTimes[]>();
  for (let from = 0; from < projects.length; from += AT_ONCE) {
    const some = projects.slice(from, from + AT_ONCE);
    const answers = await Promise.all(some.map(async (project) => questions.releases(project, { versions }, ask)));
    answers.forEach((answer, index) => {
      const project = some[index];
      if (project !== undefined) times.set(project, answer);
    });
  }
  return times;
}
