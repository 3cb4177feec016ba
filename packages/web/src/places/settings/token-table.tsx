import type { ReactNode } from 'react';
import type { Token } from '../../api/settings-wire.ts';
import { agoText, momentText } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import '../../ui/table.css';
import { scopeWords, strongScopes } from './scope-words.ts';

/** Unused for so long, a token is more risk than help. */
const UNUSED_MS = 90 * 86_400_000;

export interface TokenTableProps {
  readonly tokens: readonly Token[];
  /** The one that was made just now. */
  readonly markedId: number | undefined;
  readonly isEnded: boolean;
  readonly onRevoke: (token: Token) => void;
}

export function TokenTable({ tokens, markedId, isEnded, onRevoke }: TokenTableProps): ReactNode {
  if (tokens.length === 0) {
    return (
      <p className="settings-none muted">{isEnded ? 'None was revoked.' : 'There is none; make the first one.'}</p>
    );
  }
  return (
    <table className="table table-tall settings-tokens">
      <thead>
        <tr>
          <th>Token</th>
          <th>May</th>
          <th>Last used</th>
          <th>{isEnded ? 'Revoked' : 'Ends'}</th>
          <th>
            <span className="visually-hidden">Revoke</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id} className={token.id === markedId ? 'is-selected' : ''}>
            <td>
              <b className="settings-token-name" title={token.name}>
                {token.name}
              </b>
              <small className="mono">{token.prefix === '' ? 'chosen outside' : `${token.prefix}…`}</small>
            </td>
            <td className="settings-may">
              <span className="row">
                {token.scopes.map((scope) => (
                  <span key={scope} className={strongScopes.has(scope) ? 'badge badge-warn' : 'badge'}>
                    {scopeWords[scope]}
                  </span>
                ))}
              </span>
              <small>{reachText(token)}</small>
            </td>
            <td>{token.lastUsed === null ? <span className="muted">never</span> : <LastUsed at={token.lastUsed} />}</td>
            <td>{endText(token)}</td>
            <td className="right">
              {token.revoked === null && (
                <Button look="quiet" small aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
                  Revoke
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function reachText({ agent, organization, project }: Token): string {
  if (agent !== null) {
    return `${agent.ordinal === null ? 'every host' : `host ${agent.ordinal.toString()}`} of ${agent.pipeline}`;
  }
  if (project !== null) return `${project} only`;
  return organization === null ? 'every organization' : `every project of ${organization}`;
}

function endText({ revoked, expires }: Token): ReactNode {
  if (revoked !== null) return momentText(Date.parse(revoked));
  if (expires === null) return <span className="muted">never</span>;
  return momentText(Date.parse(expires));
}

function LastUsed({ at }: { readonly at: string }): ReactNode {
  const ms = Date.parse(at);
  return (
    <span title={momentText(ms)} className={Date.now() - ms > UNUSED_MS ? 'warn' : ''}>
      {agoText(ms)}
    </span>
  );
}
