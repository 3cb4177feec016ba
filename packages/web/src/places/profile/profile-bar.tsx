import { Link, useParams } from '@tanstack/react-router';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { profilePath } from '../../api/queries.ts';
import type { ProfileDetail } from '../../api/wire.ts';
import { valueText } from '../../format/number.ts';
import { momentText } from '../../format/time.ts';
import { OpenIn } from '../../stacks/open-in.tsx';
import { rangeText } from '../../state/time-range.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Neighbours } from './use-neighbours.ts';

export interface ProfileBarProps {
  readonly project: string;
  readonly id: string;
  readonly detail: ProfileDetail | undefined;
  /** It cannot be shown. */
  readonly isMissing: boolean;
  readonly type: string | undefined;
  readonly nowMs: number;
  readonly neighbours: Neighbours;
  readonly onOpen: (id: string) => void;
}

const formats = [
  ['firefox', 'Firefox Profiler, with threads in time', 'json'],
  ['speedscope', 'speedscope', 'speedscope.json'],
  ['pprof', 'pprof', 'pb.gz'],
  ['collapsed', 'Collapsed stacks', 'txt'],
  ['svg', 'Picture, SVG', 'svg'],
  ['dot', 'Graph, dot', 'dot'],
] as const;

/** Which profile this is, the way back to the others, and its files. */
export function ProfileBar(props: ProfileBarProps): ReactNode {
  const { project, id, detail, isMissing, type, nowMs, neighbours, onOpen } = props;
  const params = useParams({ from: '/o/$org/p/$project' });
  const base = `/api/v1${profilePath(project, id)}`;
  const keptUntil = detail?.originalKeptUntil;
  const hasOriginal = keptUntil === null || (keptUntil !== undefined && Date.parse(keptUntil) > nowMs);
  const isDecoded = detail !== undefined && detail.state !== 'not_decoded';
  const typed = type === undefined ? '' : `&type=${encodeURIComponent(type)}`;
  return (
    <div className="context">
      <Link
        to="/o/$org/p/$project/explore"
        params={params}
        search={{
          view: 'profiles',
          ...(detail === undefined ? {} : { app: detail.app, range: rangeAround(detail, nowMs) }),
        }}
        className="muted profile-back"
      >
        Profiles
      </Link>
      <span className="muted">
        <Icon name="right" small />
      </span>
      {detail === undefined ? (
        isMissing ? (
          <span className="badge mono profile-id" title={id}>
            {id}
          </span>
        ) : (
          <Skeleton width={260} height={16} />
        )
      ) : (
        <>
          <h1 className="profile-title" title={detail.transaction ?? detail.app}>
            {detail.transaction ?? `${detail.app}, ${momentText(Date.parse(detail.start), nowMs)}`}
          </h1>
          <span className="badge">{detail.app}</span>
          <span className="badge mono profile-id" title={detail.id}>
            {detail.id}
          </span>
          {detail.state === 'not_decoded' && <span className="badge badge-bad">not decoded yet</span>}
        </>
      )}
      <div className="bar-end">
        <span className="row profile-neighbours">
          <Neighbour icon="left" label="The profile before (,)" id={neighbours.earlier} onOpen={onOpen} />
          <Neighbour icon="right" label="The profile after (.)" id={neighbours.later} onOpen={onOpen} />
        </span>
        <OpenIn project={project} id={id} type={type} disabled={!isDecoded} />
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger asChild>
            <button type="button" className="button" disabled={!isDecoded}>
              <Icon name="download" small />
              Export
            </button>
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="popover" align="end" sideOffset={8} collisionPadding={8}>
              {formats.map(([format, text, extension]) => (
                <DropdownMenu.Item key={format} className="option" asChild>
                  <a href={`${base}/export?format=${format}${typed}`} download>
                    {text}
                    <span className="option-note">.{extension}</span>
                  </a>
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
        {hasOriginal ? (
          <a className="button" href={`${base}/original`} download title="The upload as it was sent, byte for byte">
            <Icon name="download" small />
            Original
            <span className="unit">{detail === undefined ? '' : valueText(detail.originalBytes, 'bytes')}</span>
          </a>
        ) : (
          <button type="button" className="button" disabled title="The original upload is not kept any more.">
            <Icon name="download" small />
            Original
          </button>
        )}
      </div>
    </div>
  );
}

const Neighbour = ({
  id,
  icon,
  label,
  onOpen,
}: {
  readonly id: string | undefined;
  readonly icon: 'left' | 'right';
  readonly label: string;
  readonly onOpen: (id: string) => void;
}): ReactNode => (
  <IconButton icon={icon} label={label} disabled={id === undefined} onClick={() => id !== undefined && onOpen(id)} />
);

const HOUR_MS = 3_600_000;

/** The list of profiles, at the time of this one. */
function rangeAround({ start, end }: ProfileDetail, nowMs: number): string {
  const [fromMs, toMs] = [Date.parse(start) - HOUR_MS, Date.parse(end) + HOUR_MS];
  return toMs > nowMs ? '2h' : rangeText({ kind: 'between', fromMs, toMs });
}
