import { Navigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ProblemError } from '../api/problem-error.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';

/** The last resort: whatever a place threw. */
export function PageError({ error }: { readonly error: unknown }): ReactNode {
  const router = useRouter();
  if (error instanceof ProblemError && error.isSignedOut) return <Navigate to="/sign-in" replace />;
  return <ErrorNotice error={error} onRetry={() => void router.invalidate()} />;
}
