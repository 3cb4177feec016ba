import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { ProblemError } from '../api/problem-error.ts';
import { projectsQuery } from '../api/queries.ts';
import { addressOfProject, projectOfAddress } from '../state/project-address.ts';
import { AppBar } from './app-bar.tsx';
import './shell.css';

/** The frame of every place of a project: the bar at the top, and below it the place. */
export function ProjectLayout(): ReactNode {
  const { org, project } = useParams({ from: '/o/$org/p/$project' });
  const navigate = useNavigate();
  const projects = useQuery(projectsQuery);
  const found = projects.data && projectOfAddress(projects.data, { org, project });
  const own = found && addressOfProject(found, projects.data);
  // A slug that another organization took since: the number goes on naming this one.
  const number = own !== undefined && own.project !== project && found?.slug === project ? own.project : undefined;
  useEffect(() => {
    if (number === undefined) return;
    void navigate({
      to: '.',
      params: (before) => ({ ...before, project: number }),
      search: true,
      replace: true,
    });
  }, [number, navigate]);
  if (projects.error instanceof ProblemError && projects.error.isSignedOut) {
    return <Navigate to="/sign-in" search={{ back: location.pathname + location.search }} replace />;
  }
  return (
    <div className="page">
      <AppBar org={org} project={project} projects={projects.data ?? []} />
      <Outlet />
    </div>
  );
}
