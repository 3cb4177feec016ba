import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { adviceOn, problemOf } from '../../api/problem-error.ts';
import { quarantineQuery } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import { countText, valueText } from '../../format/number.ts';
import { agoText, momentText } from '../../format/time.ts';
import { useKeys } from '../../shell/use-keys.ts';
import { useProject } from '../../shell/use-project.ts';
import { sourceName } from '../../state/ingest-words.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

const triedText = (uploadId: string | undefined, released: number): string =>
  uploadId === undefined
    ? `${countText(released)} could be read now.`
    : released === 0
      ? 'It still cannot be read.'
      : 'It could be read now.';

/** Uploads whose bytes are kept and could not be read, and a way to try them again, after an update for example. */
export function Quarantine({ project, nowMs }: { readonly project: string; readonly nowMs: number }): ReactNode {
  const client = useQueryClient();
  const slug = useProject()?.slug ?? project;
  const found = useQuery(quarantineQuery);
  const retry = useMutation({
    mutationFn: (uploadId: string | undefined) => {
      const upload = uploadId === undefined ? undefined : { project, uploadId };
      return sendJson<{ readonly released: number }>('POST', '/admin/quarantine/retry', { upload });
    },
    onSettled: () => client.invalidateQueries({ queryKey: quarantineQuery.queryKey }),
  });
  const uploads = found.data?.filter((upload) => upload.project === slug) ?? [];
  const canRetry = uploads.length > 0 && !retry.isPending;
  useKeys({ r: canRetry ? () => retry.mutate(undefined) : undefined });
  return (
    <section aria-labelledby="quarantine">
      <div className="ingest-section">
        <h2 id="quarantine">Stored, but not read</h2>
        <span className="muted small">their bytes are kept; no decoder could read them yet</span>
        <span className="grow" />
        <span role="status" className="small muted">
          {retry.isPending && 'Trying…'}
          {retry.data !== undefined && triedText(retry.variables, retry.data.released)}
          {retry.error !== null && `${problemOf(retry.error).detail} ${adviceOn(problemOf(retry.error))}`}
        </span>
        <Button icon="retry" disabled={!canRetry} onClick={() => retry.mutate(undefined)}>
          Try all stored again
        </Button>
      </div>
      {found.error !== null ? (
        <p className="ingest-none muted">
          {problemOf(found.error).detail} {adviceOn(problemOf(found.error))}
        </p>
      ) : uploads.length === 0 ? (
        <p className="ingest-none muted">
          {found.isPending ? 'Looking…' : 'None: everything that was taken was read.'}
        </p>
      ) : (
        <ul aria-label="Stored uploads that were not read">
          {uploads.map(({ uploadId, source, reason, at, bytes }) => (
            <li key={uploadId} className="ingest-drop">
              <span className="mono muted" title={agoText(Date.parse(at), nowMs)}>
                {momentText(Date.parse(at), nowMs)}
              </span>
              <span className="strong">{sourceName(source)}</span>
              <span className="ingest-drop-app mono" title={uploadId}>
                {uploadId}
              </span>
              <span className="ingest-drop-why">
                <b className="ingest-bad">{reason}</b>
                <span>Update the server, then try again: what it can read then is shown as if it came today.</span>
              </span>
              <span className="num">{valueText(bytes, 'bytes')}</span>
              <span className="ingest-drop-acts">
                <Button
                  small
                  icon="retry"
                  disabled={retry.isPending}
                  aria-label={`Try ${uploadId} again`}
                  onClick={() => retry.mutate(uploadId)}
                >
                  Try again
                </Button>
                {bytes > 0 && (
                  <a
                    className="button button-quiet button-small"
                    href={`/api/v1/admin/quarantine/${encodeURIComponent(project)}/${uploadId}/original`}
                    download
                    aria-label={`Download ${uploadId} as it was sent`}
                  >
                    <Icon name="download" small />
                    Bytes
                  </a>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
