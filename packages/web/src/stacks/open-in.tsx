import { useMutation } from '@tanstack/react-query';
import { DropdownMenu } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { profilePath } from '../api/queries.ts';
import { sendJson } from '../api/request.ts';
import type { NewFileLink } from '../api/wire.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import '../ui/form.css';

const viewers = [
  ['firefox', 'Firefox Profiler', 'threads over time'],
  ['speedscope', 'speedscope', 'left heavy, sandwich'],
] as const;
type Viewer = (typeof viewers)[number][0];

export interface OpenInProps {
  readonly project: string;
  readonly id: string;
  /** Which values; the server's choice when absent. */
  readonly type?: string | undefined;
  /** Nothing can be opened yet. */
  readonly disabled?: boolean;
}

/** Opens one profile in a viewer of others: makes a signed link, says where it leads and who learns what, and lets one follow it. */
export function OpenIn({ project, id, type, disabled = false }: OpenInProps): ReactNode {
  const [opened, setOpened] = useState<Viewer>();
  const link = useMutation({
    mutationFn: (viewer: Viewer) =>
      sendJson<NewFileLink>('POST', `${profilePath(project, id)}/links`, { viewer, type }),
  });
  const open = (viewer: Viewer): void => {
    setOpened(viewer);
    link.mutate(viewer);
  };
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <button type="button" className="button" disabled={disabled}>
            <Icon name="link" small />
            Open in
          </button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="popover" align="end" sideOffset={8} collisionPadding={8}>
            {viewers.map(([viewer, text, note]) => (
              <DropdownMenu.Item key={viewer} className="option" onSelect={() => open(viewer)}>
                {text}
                <span className="option-note">{note}</span>
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {opened !== undefined && (
        <LinkDialog
          viewer={viewers.find(([viewer]) => viewer === opened)?.[1] ?? opened}
          link={link.data}
          error={link.error}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}

function LinkDialog({
  viewer,
  link,
  error,
  onClose,
}: {
  readonly viewer: string;
  readonly link: NewFileLink | undefined;
  readonly error: Error | null;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <Dialog title={`Open in ${viewer}`} onClose={onClose}>
      <div className="form">
        {error === null && (link === undefined ? <Skeleton width="90%" height={14} /> : <p>{link.notice}</p>)}
        <ProblemLine error={error} />
        <div className="form-actions">
          <Button onClick={onClose}>Close</Button>
          <CopyButton disabled={link === undefined} text={() => link?.openUrl ?? ''}>
            Copy the link
          </CopyButton>
          {link === undefined ? (
            <Button look="primary" disabled>
              {error === null ? 'Making a link…' : 'No link'}
            </Button>
          ) : (
            <a className="button button-primary" href={link.openUrl} target="_blank" rel="noreferrer" onClick={onClose}>
              Open {new URL(link.openUrl).host}
            </a>
          )}
        </div>
      </div>
    </Dialog>
  );
}
