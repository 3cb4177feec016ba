import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { projectsQuery } from '../api/queries.ts';
import type { Project } from '../api/wire.ts';
import { projectOfAddress } from '../state/project-address.ts';

/** The project of the address with its settings; undefined until it is known. */
export function useProject(): Project | undefined {
  const params = useParams({ from: '/o/$org/p/$project' });
  const projects = useQuery(projectsQuery);
  return projects.data && projectOfAddress(projects.data, params);
}
