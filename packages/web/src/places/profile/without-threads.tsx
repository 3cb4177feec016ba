import type { ReactNode } from 'react';
import { problemOf } from '../../api/problem-error.ts';
import type { ProfileDetail } from '../../api/wire.ts';
import { momentText } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** Why there is no picture over time, and what there is instead. */
export function WithoutThreads({
  detail,
  error,
  onMerged,
  onRetry,
}: {
  readonly detail: ProfileDetail | undefined;
  readonly error: Error | null;
  readonly onMerged: () => void;
  readonly onRetry: () => void;
}): ReactNode {
  const code = error === null ? 'no_times' : problemOf(error).code;
  const [title, text] = wordsOf(code, detail) ?? [];
  if (title === undefined) return <ErrorNotice error={error} onRetry={onRetry} />;
  return (
    <div className="notice grow" role={error === null ? undefined : 'alert'}>
      <h2>{title}</h2>
      {error !== null && <pre>{problemOf(error).detail}</pre>}
      <p className="muted">{text}</p>
      {code !== 'not_decoded' && <Button onClick={onMerged}>Merged flame graph</Button>}
    </div>
  );
}

function wordsOf(code: string, detail: ProfileDetail | undefined): readonly [string, string] | undefined {
  if (code === 'original_expired') {
    const keptUntil = detail?.originalKeptUntil ?? undefined;
    const until = keptUntil === undefined ? 'its date' : momentText(Date.parse(keptUntil));
    return [
      'The original has expired',
      `Threads and times are read from the original upload, which was kept until ${until}. The merged flame graph is made of values that are still stored; exports are made of them, too.`,
    ];
  }
  if (code === 'not_decoded') {
    return [
      'Not decoded yet',
      'The upload is kept as it came, and will be read once this server has a decoder for it. The original can be downloaded.',
    ];
  }
  return undefined;
}
