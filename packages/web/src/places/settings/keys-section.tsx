import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { inProject, keysQuery } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import type { IngestKey } from '../../api/wire.ts';
import { momentText } from '../../format/time.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { SectionHead, SectionSkeleton } from './section.tsx';

/** Keys that clients send with: they write into this project and do nothing else, so they may be read again. */
export function KeysSection({ project }: { readonly project: string }): ReactNode {
  const client = useQueryClient();
  const keys = useQuery(keysQuery(project));
  const [name, setName] = useState('');
  const [ending, setEnding] = useState<IngestKey>();
  const path = `${inProject(project)}/keys`;
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: keysQuery(project).queryKey });
  const make = useMutation({
    mutationFn: () => sendJson<IngestKey>('POST', path, { name: name.trim() }),
    onSuccess: async () => {
      setName('');
      await refresh();
    },
  });
  const end = useMutation({
    mutationFn: ({ key }: IngestKey) => sendJson<undefined>('DELETE', `${path}/${key}`),
    onSuccess: async () => {
      setEnding(undefined);
      await refresh();
    },
  });
  return (
    <>
      <SectionHead
        title="Ingest keys"
        note="who may send profiles: a key writes into this project and does nothing else"
      >
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <input
            className="input"
            aria-label="Name of the new key"
            placeholder="name of the new key"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button look="primary" icon="plus" type="submit" disabled={make.isPending}>
            Make a key
          </Button>
        </form>
      </SectionHead>
      <ProblemLine error={make.error} />
      {keys.error !== null && <ErrorNotice error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isPending && <SectionSkeleton />}
      <ul aria-label="Ingest keys">
        {keys.data?.map((key) => (
          <li key={key.key} className="settings-line">
            <span className="settings-name strong" title={key.name}>
              {key.name === '' ? 'without a name' : key.name}
            </span>
            <span className={`mono grow settings-key${key.active ? '' : ' muted'}`}>{key.key}</span>
            <span className="muted small">
              made {momentText(Date.parse(key.created))}
              {key.ended !== null && `, ended ${momentText(Date.parse(key.ended))}`}
            </span>
            {key.active ? (
              <>
                <IconButton icon="copy" label={`Copy the key ${key.name}`} onClick={() => void copyText(key.key)} />
                <Button look="quiet" small onClick={() => setEnding(key)}>
                  End
                </Button>
              </>
            ) : (
              <span className="badge">ended</span>
            )}
          </li>
        ))}
      </ul>
      {ending !== undefined && (
        <ConfirmDialog
          title={`End ${ending.name === '' ? 'this key' : ending.name}?`}
          name={ending.name === '' ? ending.key.slice(0, 8) : ending.name}
          action="End the key"
          isPending={end.isPending}
          error={end.error}
          onConfirm={() => end.mutate(ending)}
          onClose={() => setEnding(undefined)}
        >
          Clients that send with it are refused from the next upload on. What they sent stays. This cannot be undone.
        </ConfirmDialog>
      )}
    </>
  );
}
