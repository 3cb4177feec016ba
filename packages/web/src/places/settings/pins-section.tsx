import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { inProject } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import { pinsQuery } from '../../api/settings-queries.ts';
import type { Pin } from '../../api/settings-wire.ts';
import { momentText, spanText } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { SectionHead, SectionSkeleton } from './section.tsx';

/** What is kept beyond its days. */
export function PinsSection({ project }: { readonly project: string }): ReactNode {
  const client = useQueryClient();
  const pins = useQuery(pinsQuery(project));
  const unpin = useMutation({
    mutationFn: ({ id }: Pin) => sendJson<undefined>('DELETE', `${inProject(project)}/pins/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: pinsQuery(project).queryKey }),
  });
  return (
    <>
      <SectionHead title="Pins" note="kept when their days have passed, until they are unpinned" />
      <ProblemLine error={unpin.error} />
      {pins.error !== null && <ErrorNotice error={pins.error} onRetry={() => void pins.refetch()} />}
      {pins.isPending && <SectionSkeleton />}
      {pins.data?.length === 0 && (
        <>
          <p className="settings-none muted">
            Nothing is pinned. A profile, a capture, or all profiles of an app in a range can be, for example what the
            text of a pull request links to. Captures are pinned where they are listed, the others from a terminal:
          </p>
          <pre className="settings-command mono">{`npx hearth pin PROFILE --project ${project} --note "before the fix"
npx hearth pin --project ${project} --app my-app --from 2h --to 1h`}</pre>
        </>
      )}
      <ul aria-label="Pins">
        {pins.data?.map((pin) => (
          <li key={pin.id} className="settings-line">
            <span className="settings-name strong" title={pin.app}>
              {pin.app}
            </span>
            <span className="mono small">{spanText(Date.parse(pin.from), Date.parse(pin.to))}</span>
            <span className="badge">{pin.profile === null ? 'all profiles' : 'one profile'}</span>
            <span className="grow settings-note" title={pin.note}>
              {pin.note}
            </span>
            <span className="muted small">pinned {momentText(Date.parse(pin.created))}</span>
            <Button
              look="quiet"
              small
              aria-label={`Unpin ${pin.app}`}
              disabled={unpin.isPending}
              onClick={() => unpin.mutate(pin)}
            >
              Unpin
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
