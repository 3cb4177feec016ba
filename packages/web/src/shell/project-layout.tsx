import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ProblemError } from '../api/problem-error.ts';
import { projectsQuery } from '../api/queries.ts';
import { AppBar } from './app-bar.tsx';
import './shell.css';

/** The frame of every place of a project: the bar at the top, and below it the place. */
export function ProjectLayout(): ReactNode {
  const { org, project } = useParams({ from: '/o/$org/p/$project' });
  const projects = useQuery(projectsQuery);
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
