import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { renderTable } from '../output/table.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

interface QuarantineOptions extends RemoteOptions {
  readonly retry?: boolean;
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
    .option('--retry', 'try to derive all of them once more')
    .addHelpText(
      'after',
      examples(
        ['hearth quarantine', 'which, and why'],
        ['hearth quarantine --retry', 'after an update that can read them'],
      ),
    )
    .action(async (options: QuarantineOptions) => {
      const { client, style, show } = openRemote(io, options);
      if (options.retry === true) {
        const answer = await client.post<{ readonly released: number }>('/api/v1/admin/quarantine/retry', {});
        show(answer, () => `${answer.released} derived.\n`);
        return;
      }
      const answer = await client.get<{ readonly uploads: readonly QuarantinedUpload[] }>('/api/v1/admin/quarantine');
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
