import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { renderTable } from '../output/table.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

interface QuarantineOptions extends RemoteOptions {
  /** One upload, or all. */
  readonly retry?: string | true;
}

interface QuarantinedUpload {
  readonly project: string;
  readonly uploadId: string;
  readonly source: string;
  readonly reason: string;
  readonly at: string;
}

/** `hearth quarantine`: accepted uploads that could not be derived. */
export function addQuarantine(program: Command, io: Io): void {
  const command = program
    .command('quarantine')
    .summary('list uploads that could not be derived, or try them again')
    .description(
      'Lists accepted uploads that could not be derived. Their originals are kept as long as any other. ' +
        'Needs a token with org:admin.',
    )
    .option('--retry [upload]', 'try to derive it, or all of them, once more')
    .addHelpText(
      'after',
      examples(
        ['hearth quarantine', 'which, and why'],
        ['hearth quarantine --retry', 'after an update that can read them'],
        ['hearth quarantine --retry 3f1c9a7be0d24c58a6b1f2e3d4c5b6a7', 'only this one'],
      ),
    )
    .action(async (options: QuarantineOptions) => {
      const { client, style, show } = openRemote(io, options);
      const path = '/api/v1/admin/quarantine';
      const list = () => client.get<{ readonly uploads: readonly QuarantinedUpload[] }>(path);
      if (options.retry !== undefined) {
        const uploadId = options.retry;
        let wanted = {};
        if (uploadId !== true) {
          const project = (await list()).uploads.find((upload) => upload.uploadId === uploadId)?.project;
          if (project === undefined) {
            throw new CliError('That upload is not in quarantine.', {
              exitCode: exitCodes.notFound,
              code: 'not_found',
            });
          }
          wanted = { upload: { project, uploadId } };
        }
        const answer = await client.post<{ readonly released: number }>(`${path}/retry`, wanted);
        show(answer, () => `${answer.released} derived.\n`);
        return;
      }
      const answer = await list();
      show(answer, () =>
        renderTable<QuarantinedUpload>(
          [
            { title: 'WHEN', value: (row) => relativeTimeOf(row.at, io.nowMs()) },
            { title: 'PROJECT', value: (row) => row.project },
            { title: 'SOURCE', value: (row) => row.source },
            { title: 'UPLOAD', value: (row) => row.uploadId },
            { title: 'REASON', value: (row) => row.reason },
          ],
          answer.uploads,
          { style, whenEmpty: 'Nothing is in quarantine.' },
        ),
      );
    });
  addRemoteOptions(command);
}
