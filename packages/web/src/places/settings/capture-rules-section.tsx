import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { inProject } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import { captureRulesQuery } from '../../api/settings-queries.ts';
import type { CaptureRules } from '../../api/settings-wire.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SectionHead, SectionSkeleton } from './section.tsx';

/** What the project says about captures that are asked for through Feldera's API. */
export function CaptureRulesSection({ project }: { readonly project: string }): ReactNode {
  const client = useQueryClient();
  const rules = useQuery(captureRulesQuery(project));
  const change = useMutation({
    mutationFn: (part: Partial<CaptureRules>) =>
      sendJson<CaptureRules>('PATCH', `${inProject(project)}/capture-rules`, part),
    onSuccess: (saved) => client.setQueryData(captureRulesQuery(project).queryKey, saved),
  });
  const shown = rules.data;
  return (
    <>
      <SectionHead title="Captures" note="asked for through Feldera's API; a change holds at once" />
      {rules.error !== null && <ErrorNotice error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isPending && <SectionSkeleton />}
      {shown !== undefined && (
        <div className="settings-body form">
          <div className="settings-days">
            <span className="grow">
              <b>Who may start one</b>
              <small>Feldera itself lets every reader; a recording costs its host a little</small>
            </span>
            <Segmented
              label="Who may start one"
              value={shown.startedBy}
              options={[
                ['read', 'readers'],
                ['write', 'writers'],
              ]}
              onChange={(startedBy) => change.mutate({ startedBy })}
            />
          </div>
          <div className="settings-days">
            <span className="grow">
              <b>After one that failed</b>
              <small>what whoever asks for the newest profile is answered</small>
            </span>
            <Segmented
              label="After one that failed"
              value={shown.afterFailure}
              options={[
                ['report', 'the failure'],
                ['last_good', 'the last good one'],
              ]}
              onChange={(afterFailure) => change.mutate({ afterFailure })}
            />
          </div>
          <ProblemLine error={change.error} />
        </div>
      )}
    </>
  );
}
