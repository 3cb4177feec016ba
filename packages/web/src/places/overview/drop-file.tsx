import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type DragEvent, type ReactNode, useState } from 'react';
import { problemOf } from '../../api/problem-error.ts';
import { inProject, queryText } from '../../api/queries.ts';
import { type Accepted, sendFile } from '../../api/request.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { appOfFile } from './app-of-file.ts';

export interface DropFileProps {
  readonly project: string;
  /** Ingest key; nothing can be sent without one. */
  readonly fileKey: string | undefined;
}

/** What an old profile's length is said to be: its own is not known here. */
const LENGTH_MS = 60_000;

/** Takes a profile that somebody has as a file, dropped or chosen, and opens it: the quickest way to see what this is. */
export function DropFile({ project, fileKey }: DropFileProps): ReactNode {
  const { org } = useParams({ from: '/o/$org/p/$project' });
  const navigate = useNavigate();
  const [isOver, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const send = (times: Readonly<Record<string, string>>): Promise<Accepted> =>
        sendFile(
          `${inProject(project)}/profiles${queryText({ app: appOfFile(file.name), ...times })}`,
          fileKey ?? '',
          file,
        );
      try {
        return await send({});
      } catch (error) {
        // Recorded before what is kept begins: to be looked at it may as well be of now.
        if (problemOf(error).code !== 'timestamp_out_of_range') throw error;
        const endMs = Date.now();
        return send({ start: new Date(endMs - LENGTH_MS).toISOString(), end: new Date(endMs).toISOString() });
      }
    },
    onSuccess: ({ id }) => navigate({ to: '/o/$org/p/$project/profiles/$id', params: { org, project, id } }),
  });
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined && fileKey !== undefined) upload.mutate(file);
  };
  const onDrag = (event: DragEvent): void => {
    event.preventDefault();
    setOver(event.type === 'dragover');
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped here can be chosen by the field within as well
    <div
      className={`connect-drop${isOver ? ' is-over' : ''}`}
      onDragOver={onDrag}
      onDragLeave={onDrag}
      onDrop={(event) => {
        onDrag(event);
        take(event.dataTransfer.files);
      }}
    >
      <p className="small">
        Not sure? Drop a profile here, or{' '}
        <label className="connect-file">
          choose a file
          <input
            type="file"
            disabled={fileKey === undefined || upload.isPending}
            onChange={(event) => {
              take(event.target.files);
              // The same file can be chosen again after an error.
              event.target.value = '';
            }}
          />
        </label>
        , and see it drawn before you connect anything.
      </p>
      <p className="tiny muted" role="status">
        {upload.isPending
          ? 'Reading it…'
          : 'pprof, speedscope, collapsed stacks, Firefox Profiler; an old one counts as recorded now'}
      </p>
      <ProblemLine error={upload.error} />
    </div>
  );
}
