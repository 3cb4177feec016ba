import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode, useState } from 'react';
import { captureQuery } from '../../api/capture-queries.ts';
import type { Capture, CaptureDetail } from '../../api/capture-wire.ts';
import { problemOf } from '../../api/problem-error.ts';
import { countText, inScale } from '../../format/number.ts';
import { type Scale, scaleOf } from '../../format/scale.ts';
import { momentText } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import { Quantity } from '../../ui/share-bar.tsx';
import '../../ui/table.css';

export interface RecordingTableProps {
  readonly captures: readonly Capture[];
  readonly openId: string | undefined;
  readonly params: { readonly org: string; readonly project: string };
  readonly onOpen: (id: string | undefined) => void;
}

const COLUMNS = 9;

/** Every recording with who asked, how long, how large, and why it failed. */
export function RecordingTable({ captures, openId, params, onOpen }: RecordingTableProps): ReactNode {
  const sizes = scaleOf('bytes', Math.max(0, ...captures.map(({ bytes }) => bytes ?? 0)));
  return (
    <table className="table captures-table">
      <thead>
        <tr>
          <th>When</th>
          <th className="right">Host</th>
          <th>State</th>
          <th className="right">Length</th>
          <th className="right">Size</th>
          <th className="right">Rate</th>
          <th>Recorder</th>
          <th>Asked by</th>
          <th>
            <span className="visually-hidden">Open</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {captures.map((capture) => (
          <Fragment key={capture.id}>
            <Row capture={capture} sizes={sizes} isOpen={capture.id === openId} params={params} onOpen={onOpen} />
            {capture.cause !== null && <Cause capture={capture} cause={capture.cause} />}
            {capture.warnings.length > 0 && (
              <tr className="captures-note captures-warning">
                <td colSpan={COLUMNS}>{capture.warnings.join(' ')}</td>
              </tr>
            )}
          </Fragment>
        ))}
        {captures.length === 0 && (
          <tr>
            <td colSpan={COLUMNS} className="muted">
              Nothing was recorded yet. Choose how long, and record a host that is ready.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Why there is no file; what the recorder said is asked for when somebody wants to read it. */
function Cause({ capture, cause }: { readonly capture: Capture; readonly cause: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const detail = useQuery({ ...captureQuery(capture.id), enabled: isOpen });
  if (capture.state === 'cancelled') {
    return (
      <tr className="captures-note">
        <td colSpan={COLUMNS}>{cause}</td>
      </tr>
    );
  }
  return (
    <tr className="captures-why">
      <td colSpan={COLUMNS}>
        {cause}
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>What the recorder said</summary>
          <pre>{saidText(detail)}</pre>
        </details>
      </td>
    </tr>
  );
}

function saidText({ data, error }: { readonly data: CaptureDetail | undefined; readonly error: Error | null }): string {
  if (data === undefined) return error === null ? 'Asking…' : problemOf(error).detail;
  return data.detail ?? 'Nothing.';
}

function Row({
  capture,
  sizes,
  isOpen,
  params,
  onOpen,
}: {
  readonly capture: Capture;
  readonly sizes: Scale;
  readonly isOpen: boolean;
} & Pick<RecordingTableProps, 'params' | 'onOpen'>): ReactNode {
  const { id, requested, ordinal, state, durationSeconds, bytes, rate, recorder, requestedBy, profileId } = capture;
  return (
    <tr className={isOpen ? 'is-selected' : ''}>
      <td className="mono">{momentText(Date.parse(requested))}</td>
      <td className="num strong">{ordinal}</td>
      <td>
        <StateBadge state={state} />
      </td>
      <td className="num">
        <Quantity number={countText(durationSeconds)} unit="s" />
      </td>
      <td className="num">
        {bytes === null ? (
          <span className="muted">–</span>
        ) : (
          <Quantity number={inScale(bytes, sizes)} unit={sizes.unit} />
        )}
      </td>
      <td className="num">
        <Quantity number={countText(rate)} unit="Hz" />
      </td>
      <td className="muted">{recorder ?? '–'}</td>
      <td className="muted" title={requestedBy}>
        {requestedBy}
      </td>
      <td className="right">
        {profileId !== null && (
          <>
            <Button look="quiet" small aria-pressed={isOpen} onClick={() => onOpen(isOpen ? undefined : id)}>
              {isOpen ? 'Close' : 'Open'}
            </Button>
            <Link
              to="/o/$org/p/$project/profiles/$id"
              params={{ ...params, id: profileId }}
              className="button button-quiet button-small"
            >
              Profile
            </Link>
          </>
        )}
      </td>
    </tr>
  );
}

function StateBadge({ state }: { readonly state: Capture['state'] }): ReactNode {
  if (state === 'done') return <span className="badge badge-ok">ready</span>;
  if (state === 'failed' || state === 'lost') return <span className="badge badge-bad">{state}</span>;
  if (state === 'cancelled') return <span className="badge">cancelled</span>;
  return (
    <span className="badge badge-live">
      <span className="dot dot-live" />
      {state}
    </span>
  );
}
