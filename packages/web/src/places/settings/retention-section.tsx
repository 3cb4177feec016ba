import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { inProject } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import { retentionQuery } from '../../api/settings-queries.ts';
import type { Retention, RetentionDays } from '../../api/settings-wire.ts';
import { countText, shareNumber, valueText } from '../../format/number.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { ShareBar } from '../../ui/share-bar.tsx';
import { SectionHead, SectionSkeleton } from './section.tsx';

/** Ten years: the server's own bound. */
const MAX_DAYS = 3_660;

const fields = [
  ['derivedDays', 'Profiles', 'what flame graphs are made of; no original is kept longer'],
  ['singleOriginalDays', 'Originals of single profiles', 'of files, captures, and of what no decoder reads yet'],
  ['streamOriginalDays', 'Originals of continuous profilers', 'many and large: a few days are enough to look back'],
] as const satisfies readonly (readonly [keyof RetentionDays, string, string])[];

/** How long what is kept, and the disk that it takes. */
export function RetentionSection({ project }: { readonly project: string }): ReactNode {
  const retention = useQuery(retentionQuery(project));
  return (
    <>
      <SectionHead
        title="Retention and disk"
        note="for what comes from now on; what is stored keeps the days it came with"
      />
      {retention.error !== null && <ErrorNotice error={retention.error} onRetry={() => void retention.refetch()} />}
      {retention.isPending && <SectionSkeleton />}
      {retention.data !== undefined && (
        <>
          <RetentionForm project={project} retention={retention.data} />
          <Disk disk={retention.data.disk} />
        </>
      )}
    </>
  );
}

function RetentionForm({ project, retention }: { readonly project: string; readonly retention: Retention }): ReactNode {
  const client = useQueryClient();
  const [days, setDays] = useState<RetentionDays>(retention);
  const isChanged = fields.some(([field]) => days[field] !== retention[field]);
  const save = useMutation({
    mutationFn: () => {
      const { derivedDays, streamOriginalDays, singleOriginalDays } = days;
      const body = { derivedDays, streamOriginalDays, singleOriginalDays };
      return sendJson<Retention>('PUT', `${inProject(project)}/retention`, body);
    },
    onSuccess: (saved) => client.setQueryData(retentionQuery(project).queryKey, saved),
  });
  return (
    <form
      className="settings-body form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {fields.map(([field, name, note]) => (
        <label key={field} className="settings-days">
          <span className="grow">
            <b>{name}</b>
            <small>{note}</small>
          </span>
          <input
            className="input"
            type="number"
            required
            min={1}
            max={MAX_DAYS}
            value={Number.isNaN(days[field]) ? '' : days[field]}
            onChange={(event) => setDays({ ...days, [field]: event.target.valueAsNumber })}
          />
          <span className="muted">days</span>
        </label>
      ))}
      <ProblemLine error={save.error} />
      <div className="row">
        <Button look="primary" type="submit" disabled={!isChanged || save.isPending}>
          Save
        </Button>
        <span className="muted small" role="status">
          {save.isSuccess && !isChanged ? 'Saved: it holds for what comes from now on.' : ''}
        </span>
      </div>
    </form>
  );
}

function Disk({ disk }: { readonly disk: Retention['disk'] }): ReactNode {
  const { budgetBytes, usedBytes, droppedPartitions, exceeded } = disk;
  return (
    <section aria-labelledby="disk">
      <h2 className="settings-subhead" id="disk">
        Disk <span className="muted">of the whole server, all projects together</span>
      </h2>
      <div className="settings-body">
        <p className="settings-disk">
          {usedBytes === 0 ? (
            <b>not measured yet</b>
          ) : (
            <>
              <b>{valueText(usedBytes, 'bytes')}</b> used
            </>
          )}
          {budgetBytes === null ? (
            <span className="muted">, without a budget: retention alone decides</span>
          ) : (
            <>
              {' '}
              of <b>{valueText(budgetBytes, 'bytes')}</b>
              <span className="muted">, {shareNumber(usedBytes / budgetBytes)} %</span>
            </>
          )}
        </p>
        {budgetBytes !== null && <ShareBar share={usedBytes / budgetBytes} />}
        {exceeded && (
          <p className="problem-line" role="alert">
            <b>Over the budget, and nothing more may go.</b>
            <span>Unpin what is not needed, shorten retention, or give the server more room.</span>
          </p>
        )}
        <p className="muted small">
          {droppedPartitions > 0
            ? `${countText(droppedPartitions)} days went before their time since the start, the oldest first. `
            : 'Nothing went before its time since the start. '}
          It is measured every minute. The budget is set where the server starts:{' '}
          <span className="mono">--disk-budget</span>.
        </p>
      </div>
    </section>
  );
}
