import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { adviceOn, mayPass, problemOf } from '../api/problem-error.ts';
import { Button } from './button.tsx';
import './marks.css';

/** A server that starts, or has too much to do, is asked again without anybody's click. */
const RETRY_MS = 3_000;

/** An error: the machine's exact text, then one sentence that says what to do. */
export function ErrorNotice({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}): ReactNode {
  const problem = problemOf(error);
  const passes = problem.status === 503 && onRetry !== undefined;
  const retry = useEffectEvent(() => onRetry?.());
  useEffect(() => {
    if (!passes) return undefined;
    const timer = setInterval(() => retry(), RETRY_MS);
    return () => clearInterval(timer);
  }, [passes]);
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
        {adviceOn(problem)} {passes && 'The page tries again by itself.'}{' '}
        <span className="mono tiny">{problem.code}</span>
      </p>
      {problem.status === 401 && (
        <a
          className="button button-primary"
          href={`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`}
        >
          Sign in
        </a>
      )}
      {onRetry !== undefined && mayPass(problem) && problem.status !== 401 && (
        <Button icon="retry" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
