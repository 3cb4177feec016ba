import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { ProblemError } from '../api/problem-error.ts';
import { projectsQuery } from '../api/queries.ts';
import { addressOfProject } from '../state/project-address.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { takeAddressBeforeSignIn } from './before-sign-in.ts';

/** The address without a place: leads to the first project, or to signing in. */
export function Home(): ReactNode {
  const { history } = useRouter();
  const projects = useQuery(projectsQuery);
  const isSignedIn = projects.data !== undefined;
  useEffect(() => {
    const back = isSignedIn ? takeAddressBeforeSignIn() : undefined;
    if (back !== undefined) history.replace(back);
  }, [isSignedIn, history]);
  if (projects.error instanceof ProblemError && projects.error.isSignedOut) return <Navigate to="/sign-in" replace />;
  if (projects.error !== null) return <ErrorNotice error={projects.error} onRetry={() => void projects.refetch()} />;
  if (projects.data === undefined) return null;
  const [first] = projects.data;
  if (first === undefined) {
    return <p className="notice muted">This session reaches no project. Sign in with a token that does.</p>;
  }
  const params = addressOfProject(first, projects.data);
  return <Navigate to="/o/$org/p/$project" params={params} replace />;
}
