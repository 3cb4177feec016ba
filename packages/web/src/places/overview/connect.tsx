import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useState } from 'react';
import { ingestQuery, keysQuery } from '../../api/queries.ts';
import { countText } from '../../format/number.ts';
import { useNow } from '../../shell/use-now.ts';
import { wireRange } from '../../state/time-range.ts';
import { Button } from '../../ui/button.tsx';
import { type Snippet, snippets } from './snippets.ts';

/** How often it is looked whether something came. */
const LOOK_MS = 5_000;
const LOOK_BACK_MS = 15 * 60_000;
const COPIED_MS = 2_000;

/** How profilers are pointed at this server, and a light that turns on when the first upload comes. */
export function Connect({ project }: { readonly project: string }): ReactNode {
  const keys = useQuery(keysQuery(project));
  const key = keys.data?.find(({ active }) => active)?.key ?? '<key>';
  const all = snippets({ origin: location.origin, key, project });
  const [client, setClient] = useState(all[0]!.client);
  const shown = all.find((one) => one.client === client) ?? all[0]!;
  return (
    <div className="connect">
      <div className="connect-side">
        <h1>Connect a profiler</h1>
        <p className="muted">
          Point a profiler that you have at this server: nothing else has to be installed. The address and the key are
          filled in; the key can write into this project and do nothing else.
        </p>
        <Waiting project={project} />
      </div>
      <div className="connect-main">
        <nav className="row connect-clients" aria-label="Clients">
          {all.map((one) => (
            <Button
              key={one.client}
              look="quiet"
              aria-pressed={one.client === shown.client}
              onClick={() => setClient(one.client)}
            >
              {one.client === shown.client ? <b>{one.client}</b> : one.client}
            </Button>
          ))}
        </nav>
        <SnippetBlock snippet={shown} own={[location.origin, location.host, key]} />
      </div>
    </div>
  );
}

function SnippetBlock({ snippet, own }: { readonly snippet: Snippet; readonly own: readonly string[] }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(snippet.code);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <div className="snippet">
      <div className="snippet-head">
        <b>{snippet.client}</b>
        <span className="muted grow">{snippet.note}</span>
        <Button look="quiet" small icon="copy" onClick={() => void copy()}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus to be scrolled by keys */}
      <section className="snippet-code" tabIndex={0} aria-label={`Snippet for ${snippet.client}`}>
        <pre>
          {markOwn(snippet.code, own).map(([text, isOwn], index) => (
            <Fragment key={`${index}-${text}`}>{isOwn ? <span className="own-value">{text}</span> : text}</Fragment>
          ))}
        </pre>
      </section>
    </div>
  );
}

/** Pieces of a text, with those marked that are the reader's own values. */
function markOwn(text: string, own: readonly string[]): readonly (readonly [string, boolean])[] {
  const pieces: (readonly [string, boolean])[] = [];
  let rest = text;
  while (rest !== '') {
    const found = own
      .map((value) => [rest.indexOf(value), value] as const)
      .filter(([at]) => at >= 0)
      .sort((left, right) => left[0] - right[0] || right[1].length - left[1].length)[0];
    if (found === undefined) return [...pieces, [rest, false]];
    const [at, value] = found;
    if (at > 0) pieces.push([rest.slice(0, at), false]);
    pieces.push([value, true]);
    rest = rest.slice(at + value.length);
  }
  return pieces;
}

function Waiting({ project }: { readonly project: string }): ReactNode {
  const [nowMs] = useNow(LOOK_MS);
  const range = wireRange({ fromMs: nowMs - LOOK_BACK_MS, toMs: nowMs + LOOK_MS });
  const ingest = useQuery(ingestQuery(project, range));
  let accepted = 0;
  for (const { outcome, count } of ingest.data?.tallies ?? []) if (outcome === 'accepted') accepted += count;
  const [refusal] = ingest.data?.refusals ?? [];
  return (
    <div role="status">
      <p className="waiting">
        <span className={accepted > 0 ? 'dot dot-ok' : 'dot dot-waiting breathe'} />
        {accepted > 0
          ? `${countText(accepted)} uploads came in the last quarter of an hour.`
          : 'Waiting for the first upload.'}
      </p>
      {refusal !== undefined && (
        <p className="small">
          <span className="badge badge-bad">{refusal.reason}</span> <span className="mono">{refusal.message}</span>
        </p>
      )}
    </div>
  );
}
