import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import type { ProgramState } from '../program-state.ts';
import { addCaptureCancel } from './capture-cancel.ts';
import { addCaptureGet } from './capture-get.ts';
import { addCaptureList } from './capture-list.ts';
import { addCaptureOpen } from './capture-open.ts';
import { addCaptureStart } from './capture-start.ts';

/** `hearth capture ...`: recordings of the hosts of a pipeline, on demand. */
export function addCapture(program: Command, io: Io, state: ProgramState): void {
  const capture = program
    .command('capture')
    .summary('record the hosts of a pipeline, now')
    .description(
      'Records a host of a pipeline on demand: its agent attaches samply or perf to the program, and the profile, with ' +
        'symbols, is kept on the server.',
    )
    .addHelpText(
      'after',
      examples(
        ['hearth capture start etl --wait -o etl.json.gz', '30 seconds of host 0'],
        ['hearth capture list etl', 'the last 20 of a pipeline'],
      ),
    );
  addCaptureStart(capture, io, state);
  addCaptureList(capture, io);
  addCaptureGet(capture, io, state);
  addCaptureCancel(capture, io);
  addCaptureOpen(capture, io);
}
