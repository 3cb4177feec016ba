import { splitName } from '@hearth/flamegraph';
import type { ReactNode } from 'react';
import type { ProfileDetail } from '../../api/wire.ts';
import { countText, shareNumber, valueText } from '../../format/number.ts';
import { momentText } from '../../format/time.ts';
import { sourceName } from '../../state/ingest-words.ts';
import { Skeleton, skeletonWidths } from '../../ui/skeleton.tsx';
import { SymbolName } from '../../ui/symbol-name.tsx';
import { millis } from './millis.ts';
import type { Selection } from './selection.ts';

type Row = readonly [string, string | null];

/** What is known of the profile, and of what is selected in it. */
export function ProfileSide({
  detail,
  selection,
  nowMs,
}: {
  readonly detail: ProfileDetail | undefined;
  readonly selection: Selection | undefined;
  readonly nowMs: number;
}): ReactNode {
  return (
    <aside className="profile-side" aria-label="About this profile">
      {selection !== undefined && <Selected selection={selection} />}
      {detail === undefined ? (
        <section>
          {skeletonWidths(10, 82, 4).map((percent) => (
            <div key={percent} className="profile-waiting">
              <Skeleton width={`${String(percent)}%`} />
            </div>
          ))}
        </section>
      ) : (
        <Facts detail={detail} nowMs={nowMs} />
      )}
    </aside>
  );
}

function Selected({ selection: { info, thread, span, totalMs, share } }: { readonly selection: Selection }): ReactNode {
  return (
    <section>
      <h2>Selected frame</h2>
      <SymbolName parts={splitName(info)} />
      <p className="mono tiny muted profile-where">
        {info.file === '' ? 'no file known' : `${info.file}${info.line > 0 ? `:${String(info.line)}` : ''}`}
        {thread !== undefined && (
          <>
            <br />
            {thread}
          </>
        )}
      </p>
      <Rows
        rows={[
          ['This span', span === undefined ? null : `${millis(span.durationMs)} at ${millis(span.startMs)}`],
          ['All spans', `${millis(totalMs)}, ${shareNumber(share)} %`],
        ]}
      />
    </section>
  );
}

function Facts({ detail, nowMs }: { readonly detail: ProfileDetail; readonly nowMs: number }): ReactNode {
  const [startMs, endMs] = [Date.parse(detail.start), Date.parse(detail.end)];
  const untilText = (until: string | null): string =>
    until === null ? 'it is unpinned' : momentText(Date.parse(until), nowMs);
  const joined = (...parts: readonly (string | null)[]): string | null => parts.filter(Boolean).join(' ') || null;
  const isKept = detail.originalKeptUntil === null || Date.parse(detail.originalKeptUntil) > nowMs;
  return (
    <>
      <section>
        <h2>Where it comes from</h2>
        <Rows
          rows={[
            ['Release', detail.release],
            ['Environment', detail.environment],
            ['Transaction', detail.transaction],
            ['Trace', detail.traceId],
            ['Host', detail.host],
            ['Begins', momentText(startMs, nowMs)],
            ['Length', millis(endMs - startMs)],
            ['Received', momentText(Date.parse(detail.received), nowMs)],
          ]}
        />
      </section>
      <section>
        <h2>What ran</h2>
        <Rows
          rows={[
            ['Runtime', joined(detail.runtime, detail.runtimeVersion)],
            ['Device', joined(detail.runtimeOs, detail.runtimeArch)],
            ['Types', detail.types.join(', ') || null],
            ['Stacks', `${countText(detail.sampleCount)} different`],
          ]}
        />
      </section>
      <section>
        <h2>What was sent</h2>
        <Rows
          rows={[
            ['Source', sourceName(detail.source)],
            ['Profiler', detail.probeVersion],
            ['Original', isKept ? valueText(detail.originalBytes, 'bytes') : 'not kept any more'],
            [isKept ? 'Kept until' : 'Was kept until', untilText(detail.originalKeptUntil)],
            ['Values until', untilText(detail.keptUntil)],
          ]}
        />
      </section>
    </>
  );
}

const Rows = ({ rows }: { readonly rows: readonly Row[] }): ReactNode => (
  <dl className="profile-rows">
    {rows.map(([name, text]) => (
      <div key={name} className="profile-pair">
        <dt>{name}</dt>
        <dd className="mono tiny" title={text ?? undefined}>
          {text ?? <span className="muted">–</span>}
        </dd>
      </div>
    ))}
  </dl>
);
