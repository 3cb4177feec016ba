import { type Aggregation, canonicalType, describeType } from '@hearth/profile';
import { type Application, listApplications } from '../store/readers/list-applications.ts';
import type { ProfileFilter } from '../store/readers/profile-filter.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { languageOfRuntime } from './language-of-runtime.ts';

export interface DescribedType {
  /** Canonical name. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** '' when nobody is known to write the type. */
  readonly unit: string;
  readonly aggregation: Aggregation;
}

export interface DescribedApplication extends Omit<Application, 'types' | 'runtimes'> {
  readonly types: readonly DescribedType[];
  /** Ascending. */
  readonly languages: readonly string[];
}

function typeOfName(name: string): DescribedType {
  const { title, description, unit } = describeType(name);
  return { name, title, description, unit, aggregation: canonicalType(name, unit).aggregation };
}

/** The apps that have profiles in the range, ascending by name, with what their types mean. */
export async function askApplications(
  source: RowSource,
  project: ProjectId,
  filter: ProfileFilter,
  ask: Ask = {},
): Promise<readonly DescribedApplication[]> {
  const applications = await listApplications(source, project, filter, ask);
  return applications.map(({ types, runtimes, ...application }) => ({
    ...application,
    types: types.map(typeOfName),
    languages: [...new Set(runtimes.map(languageOfRuntime))].sort(),
  }));
}
