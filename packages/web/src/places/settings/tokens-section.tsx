import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sendJson } from '../../api/request.ts';
import { tokensQuery } from '../../api/settings-queries.ts';
import type { NewToken, Token } from '../../api/settings-wire.ts';
import type { Project } from '../../api/wire.ts';
import { countText } from '../../format/number.ts';
import { useKeys } from '../../shell/use-keys.ts';
import { useProject } from '../../shell/use-project.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { NewTokenForm } from './new-token-form.tsx';
import { SectionHead, SectionSkeleton } from './section.tsx';
import type { SettingsSearch } from './settings-search.ts';
import { TokenTable } from './token-table.tsx';

/** Whether a token opens the project: it, all of its organization, or all there are. */
const isOf = (token: Token, project: Project | undefined): boolean =>
  (token.organization === null || token.organization === project?.organization) &&
  (token.project === null || token.project === project?.slug);

export interface TokensSectionProps {
  readonly project: string;
  readonly search: SettingsSearch;
  readonly onChange: (part: Partial<SettingsSearch>) => void;
}

/** Tokens of people, programs and agents: made here, shown once, revoked by typing the name. */
export function TokensSection({ project, search, onChange }: TokensSectionProps): ReactNode {
  const client = useQueryClient();
  const tokens = useQuery(tokensQuery);
  const [made, setMade] = useState<NewToken>();
  const [revoking, setRevoking] = useState<Token>();
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const revoke = useMutation({
    mutationFn: ({ id }: Token) => sendJson<undefined>('DELETE', `/tokens/${id.toString()}`),
    onSuccess: async () => {
      setRevoking(undefined);
      await refresh();
    },
  });
  useKeys({ n: () => onChange({ make: 'token' }) });
  const found = useProject();
  const own = tokens.data?.filter((token) => isOf(token, found)) ?? [];
  const active = own.filter(({ revoked }) => revoked === null);
  const ended = own.filter(({ revoked }) => revoked !== null);
  const shown = search.ended === 'yes' ? ended : active;
  return (
    <div className="settings-split">
      <div className="settings-scroll">
        <SectionHead title="Tokens" note={`who may read ${found?.slug ?? project}, change it, or record`}>
          <Segmented
            label="Which tokens"
            value={search.ended ?? 'no'}
            options={[
              ['no', `Active ${countText(active.length)}`],
              ['yes', `Revoked ${countText(ended.length)}`],
            ]}
            onChange={(value) => onChange({ ended: value === 'yes' ? 'yes' : undefined })}
          />
          {search.make === undefined && (
            <Button look="primary" icon="plus" onClick={() => onChange({ make: 'token' })}>
              New token
            </Button>
          )}
        </SectionHead>
        {made !== undefined && <SecretOnce name={made.name} secret={made.token} onClose={() => setMade(undefined)} />}
        {tokens.error !== null && <ErrorNotice error={tokens.error} onRetry={() => void tokens.refetch()} />}
        {tokens.isPending && <SectionSkeleton />}
        {tokens.data !== undefined && (
          <TokenTable tokens={shown} markedId={made?.id} onRevoke={setRevoking} isEnded={search.ended === 'yes'} />
        )}
      </div>
      {search.make !== undefined && (
        <NewTokenForm
          key={search.make}
          project={project}
          organization={found?.organization}
          kind={search.make}
          pipeline={search.pipeline ?? ''}
          onKind={(make) => onChange({ make })}
          onClose={() => onChange({ make: undefined, pipeline: undefined })}
          onMade={async (token) => {
            setMade(token);
            onChange({ make: undefined, pipeline: undefined, ended: undefined });
            await refresh();
          }}
        />
      )}
      {revoking !== undefined && (
        <ConfirmDialog
          title={`Revoke ${revoking.name}?`}
          name={revoking.name}
          action="Revoke"
          isPending={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoking)}
          onClose={() => setRevoking(undefined)}
        >
          Whoever uses it is refused from the next request on, and browser sessions that stand on it end. What it sent
          stays. This cannot be undone.
        </ConfirmDialog>
      )}
    </div>
  );
}
