import type { ReactNode } from 'react';
import { adviceOn, problemOf } from '../api/problem-error.ts';

/** An error where it happened, in a form: the exact text, then what to do. Nothing without an error. */
export function ProblemLine({ error }: { readonly error: unknown }): ReactNode {
  if (error === null || error === undefined) return null;
  const problem = problemOf(error);
  return (
    <p className="problem-line" role="alert">
      <b>{problem.detail}</b>
      <span>{adviceOn(problem)}</span>
    </p>
  );
}
