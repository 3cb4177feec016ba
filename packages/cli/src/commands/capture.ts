import type { Command } from 'commander';
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
    );
  addCaptureStart(capture, io, state);
  addCaptureList(capture, io);
  addCaptureGet(capture, io, state);
  addCaptureCancel(capture, io);
  addCaptureOpen(capture, io);
}
