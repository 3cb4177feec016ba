import type { Project } from '../api/wire.ts';

/** How an address names a project. */
export interface ProjectAddress {
  readonly org: string;
  readonly project: string;
}

type Named = Pick<Project, 'id' | 'slug' | 'organization'>;

/** The project that an address names, by slug or number; a slug that several organizations use is the address's own's. */
export function projectOfAddress<One extends Named>(
  projects: readonly One[],
  { org, project }: ProjectAddress,
): One | undefined {
  const named = projects.filter(({ id, slug }) => slug === project || String(id) === project);
  return named.find(({ organization }) => organization === org) ?? named[0];
}

/** The address of a project: by slug, unless another organization within reach uses it too. */
export function addressOfProject({ id, slug, organization }: Named, projects: readonly Named[]): ProjectAddress {
  const isAlone = projects.every((other) => other.id === id || other.slug !== slug);
  return { org: organization, project: isAlone ? slug : String(id) };
}
