import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { type RunningQuestion, runningQuestions } from '../api/running-questions.ts';
import { shortCount, threeDigits } from '../format/number.ts';
import { Button } from '../ui/button.tsx';
import './shell.css';

/** What is answered sooner is not announced: it would only flicker. */
const QUIET_MS = 350;

/** What the answer cost, and the keys that matter here; while a question runs, how far it is and a way to cancel it. */
export function StatusBar({
  children,
  keys = [],
}: {
  readonly children: ReactNode;
  /** Key and what it does. */
  readonly keys?: readonly (readonly [string, string])[];
}): ReactNode {
  const running = useSlowQuestions();
  return (
    <footer className="status">
      {running.length > 0 ? <Running questions={running} /> : children}
      <span className="bar-end status-keys">
        {keys.map(([key, action]) => (
          <span key={key}>
            <kbd>{key}</kbd> {action}
          </span>
        ))}
      </span>
    </footer>
  );
}

/** A line under the bar above it that grows while questions run. */
export function ProgressLine(): ReactNode {
  const running = useSlowQuestions();
  const { read, toRead } = rowsOf(running);
  const share = toRead > 0 ? Math.min(0.98, read / toRead) : 0.15;
  return (
    <div className="progress" aria-hidden="true">
      {running.length > 0 && <i style={{ width: `${(share * 100).toFixed(1)}%` }} />}
    </div>
  );
}

function Running({ questions }: { readonly questions: readonly RunningQuestion[] }): ReactNode {
  const { read, toRead, elapsedMs } = rowsOf(questions);
  const cancelAll = (): void => {
    for (const { cancel } of questions) cancel();
  };
  return (
    <>
      <span className="row" role="status">
        <span className="dot dot-live breathe" />
        <span>
          Reading {[...new Set(questions.map(({ label }) => label))].join(', ')}
          {read > 0 && (
            <>
              : <span className="mono">{shortCount(read)}</span>
              {toRead > read && <> of about {shortCount(toRead)}</>} rows,{' '}
              <span className="mono">{threeDigits(elapsedMs / 1000)} s</span>
            </>
          )}
        </span>
      </span>
      <Button small onClick={cancelAll}>
        Cancel
      </Button>
    </>
  );
}

function useSlowQuestions(): readonly RunningQuestion[] {
  const running = useSyncExternalStore(runningQuestions.subscribe, runningQuestions.snapshot);
  const [isSlow, setSlow] = useState(false);
  const isAny = running.length > 0;
  useEffect(() => {
    if (!isAny) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [isAny]);
  return isSlow ? running : [];
}

function rowsOf(questions: readonly RunningQuestion[]): {
  readonly read: number;
  readonly toRead: number;
  readonly elapsedMs: number;
} {
  let read = 0;
  let toRead = 0;
  let elapsedMs = 0;
  for (const { progress } of questions) {
    read += progress?.rowsRead ?? 0;
    toRead += progress?.rowsToRead ?? 0;
    elapsedMs = Math.max(elapsedMs, progress?.elapsedMs ?? 0);
  }
  return { read, toRead, elapsedMs };
}
