import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useState } from 'react';
import { ingestQuery, keysQuery } from '../../api/queries.ts';
import type { IngestAnswer } from '../../api/wire.ts';
import { countText } from '../../format/number.ts';
import { agoText } from '../../format/time.ts';
import { useKeys } from '../../shell/use-keys.ts';
import { useNow } from '../../shell/use-now.ts';
import { useProject } from '../../shell/use-project.ts';
import { reasonName } from '../../state/ingest-words.ts';
import { wireRange } from '../../state/time-range.ts';
import { IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { DropFile } from './drop-file.tsx';
import { addressWithKey, clientGroups, dsnOf, type Snippet, snippets } from './snippets.ts';
import './connect.css';

/** How often it is looked whether something came. */
const LOOK_MS = 5_000;
const LOOK_BACK_MS = 15 * 60_000;
/** Of the clients, in their order. */
const CLIENT_KEYS = '1234567890';

/** How profilers are pointed at this server, and a light that turns on when the first upload comes. */
export function Connect({
  project,
  isFirst,
}: {
  readonly project: string;
  /** Nothing came yet in what is looked at. */
  readonly isFirst: boolean;
}): ReactNode {
  const ingestKeys = useQuery(keysQuery(project));
  const key = ingestKeys.data?.find(({ active }) => active)?.key;
  const found = useProject();
  const projectId = found?.id;
  const name = found?.slug ?? project;
  const all = snippets({ origin: location.origin, key: key ?? '<key>', project, projectId });
  const [client, setClient] = useState(all[0]!.client);
  const shown = all.find((one) => one.client === client) ?? all[0]!;
  const keys: Record<string, () => void> = { y: () => void copyText(shown.code) };
  for (const [index, one] of all.slice(0, CLIENT_KEYS.length).entries()) {
    keys[CLIENT_KEYS[index]!] = () => setClient(one.client);
  }
  useKeys(keys);
  return (
    <div className="connect">
      <nav className="connect-clients" aria-label="Clients">
        <h2>What profiles your code?</h2>
        {clientGroups.map((group) => (
          <Fragment key={group}>
            <h3>{group}</h3>
            {all
              .filter((one) => one.group === group)
              .map((one) => (
                <button
                  key={one.client}
                  type="button"
                  className="connect-client"
                  aria-pressed={one.client === shown.client}
                  onClick={() => setClient(one.client)}
                >
                  <span className="connect-client-name">
                    <b>{one.client}</b>
                    {all.indexOf(one) < CLIENT_KEYS.length && <kbd>{CLIENT_KEYS[all.indexOf(one)]}</kbd>}
                  </span>
                  <span>{one.note}</span>
                </button>
              ))}
          </Fragment>
        ))}
      </nav>
      <div className="connect-main">
        <h1>Connect a profiler</h1>
        <p className="muted">
          Keep the profiler that you run today and change where it sends. Address and key below are the real ones of{' '}
          <b>{name}</b>; paste and go.
        </p>
        <SnippetBlock snippet={shown} own={[location.origin, location.host, key ?? '<key>']} />
      </div>
      <aside className="connect-side">
        <Waiting isFirst={isFirst} project={project} name={name} hasKey={key !== undefined} />
        <h2>Address and key</h2>
        <dl className="connect-facts">
          <Fact name="Server" value={location.origin} />
          <Fact name="Key" value={key ?? 'none is active'} />
          {key !== undefined && (
            <>
              <Fact name="With key" value={addressWithKey(location.origin, key)} />
              <Fact name="DSN" value={dsnOf(location.origin, key, projectId ?? project)} />
            </>
          )}
        </dl>
        <DropFile project={project} fileKey={key} />
      </aside>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div className="row">
      <dt>{name}</dt>
      <dd className="row grow">
        <span className="mono grow" title={value}>
          {value}
        </span>
        <IconButton icon="copy" label={`Copy: ${name}`} onClick={() => void copyText(value)} />
      </dd>
    </div>
  );
}

function SnippetBlock({ snippet, own }: { readonly snippet: Snippet; readonly own: readonly string[] }): ReactNode {
  return (
    <div className="snippet">
      <div className="snippet-head">
        <span className="muted grow">shell</span>
        <CopyButton look="quiet" small text={() => snippet.code}>
          Copy
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus to be scrolled by keys */}
      <section className="snippet-code" tabIndex={0} aria-label={`Snippet for ${snippet.client}`}>
        <pre>
          {markOwn(snippet.code, own).map(({ text, isOwn, at }) => (
            <Fragment key={at}>{isOwn ? <span className="own-value">{text}</span> : text}</Fragment>
          ))}
        </pre>
      </section>
    </div>
  );
}

interface Piece {
  readonly text: string;
  readonly isOwn: boolean;
  /** Where it begins. */
  readonly at: number;
}

/** Pieces of a text, with those marked that are the reader's own values. */
function markOwn(text: string, own: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const [found] = own
      .map((value) => ({ text: value, isOwn: true, at: text.indexOf(value, at) }))
      .filter((piece) => piece.text !== '' && piece.at >= 0)
      .sort((left, right) => left.at - right.at || right.text.length - left.text.length);
    const end = found?.at ?? text.length;
    if (end > at) pieces.push({ text: text.slice(at, end), isOwn: false, at });
    if (found === undefined) break;
    pieces.push(found);
    at = end + found.text.length;
  }
  return pieces;
}

function Waiting({
  project,
  name,
  hasKey,
  isFirst,
}: {
  readonly project: string;
  readonly name: string;
  readonly hasKey: boolean;
  readonly isFirst: boolean;
}): ReactNode {
  const [nowMs] = useNow(LOOK_MS);
  const range = wireRange({ fromMs: nowMs - LOOK_BACK_MS, toMs: nowMs + LOOK_MS });
  const ingest = useQuery(ingestQuery(project, range));
  const accepted = acceptedOf(ingest.data);
  const [refusal] = ingest.data?.refusals ?? [];
  return (
    <div role="status">
      <p className="waiting">
        <span className={accepted > 0 ? 'dot dot-ok' : 'dot dot-waiting breathe'} />
        <b>
          {accepted > 0
            ? `${countText(accepted)} ${accepted === 1 ? 'upload' : 'uploads'} came in the last quarter of an hour.`
            : `Waiting for the ${isFirst ? 'first' : 'next'} upload.`}
        </b>
      </p>
      <ul className="connect-steps">
        <li>
          <Icon name={ingest.error === null ? 'check' : 'alert'} small />
          {ingest.error === null ? 'The address answers this browser.' : 'The server does not answer.'}
        </li>
        <li>
          <Icon name={hasKey ? 'check' : 'alert'} small />
          {hasKey ? `The key may write into ${name}, and do nothing else.` : 'The project has no active key.'}
        </li>
        {refusal !== undefined && (
          <li>
            <Icon name="cross" small />
            <span>
              <span className="badge badge-bad">{reasonName(refusal.reason)}</span> {agoText(Date.parse(refusal.at))}
              <span className="mono connect-refusal">{refusal.message}</span>
            </span>
          </li>
        )}
      </ul>
    </div>
  );
}

function acceptedOf(ingest: IngestAnswer | undefined): number {
  let accepted = 0;
  for (const { outcome, count } of ingest?.tallies ?? []) if (outcome === 'accepted') accepted += count;
  return accepted;
}
