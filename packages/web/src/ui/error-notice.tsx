import type { ReactNode } from 'react';
import { adviceOn, mayPass, problemOf } from '../api/problem-error.ts';
import { Button } from './button.tsx';
import './marks.css';

/** An error: the machine's exact text, then one sentence that says what to do. */
export function ErrorNotice({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}): ReactNode {
  const problem = problemOf(error);
  return (
    <div className="notice" role="alert">
      <h2>{problem.title}</h2>
      {problem.detail !== problem.title && <pre>{problem.detail}</pre>}
      {problem.errors?.map(({ parameter, message }) => (
        <pre key={parameter}>
          {parameter}: {message}
        </pre>
      ))}
      <p className="muted">
        {adviceOn(problem)} <span className="mono tiny">{problem.code}</span>
      </p>
      {onRetry !== undefined && mayPass(problem) && (
        <Button icon="retry" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
