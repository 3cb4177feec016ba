import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultLimits } from './capture/agent-limits.ts';
import type { CaptureContext } from './capture/capture-context.ts';
import type { CaptureRecord } from './capture/capture-record.ts';
import { CaptureStore, RESULT_FILE } from './capture/capture-store.ts';
import { runCapture } from './capture/run-capture.ts';
import type { RecorderName, UploadMessage } from './protocol/from-agent.ts';
import { PerfRecorder } from './recorders/perf/perf-recorder.ts';
import type { Recorder } from './recorders/recorder.ts';
import { findProgram } from './recorders/recorder-process.ts';
import { SamplyRecorder } from './recorders/samply/samply-recorder.ts';
import { type GatedCommand, startGatedCommand } from './target/gated-command.ts';

export interface RecordCommandOptions {
  readonly commandLine: readonly [string, ...string[]];
  /** What the profile is called: `meta.product`. */
  readonly name: string;
  /** Only this long from its start; as long as it runs when absent. */
  readonly durationSecs?: number | undefined;
  readonly rateHz: number;
  /** An empty folder of the caller's, for the recorder's files and the result. */
  readonly folder: string;
  readonly recorder?: RecorderName | undefined;
  /** The programs: paths, or names in PATH. */
  readonly samply?: string | undefined;
  readonly perf?: string | undefined;
  readonly privatePerfParanoid?: boolean | undefined;
  /** One line at a time, without a secret. */
  readonly log: (line: string) => void;
}

/** A file of gzip in Firefox Profiler's processed format, with symbols. */
export interface LocalRecording {
  readonly path: string;
  /** What an agent would tell a server about it. */
  readonly facts: UploadMessage;
}

export interface RecordedCommand {
  /** The command's own; `GATE_CLOSED` when it did not run because nothing could record it. */
  readonly exitCode: number;
  readonly recording?: LocalRecording;
  /** Why there is none. */
  readonly failure?: { readonly code: string; readonly message: string; readonly detail?: string | undefined };
}

/** A day; a timer of Node takes 24 of them. */
const MAX_DURATION_SECS = 86_400;
/** A recorder notices the end of its target by itself, and is told when it has not. */
const END_GRACE_MS = 5_000;
const ID_BYTES = 16;

/** The command has ended, and the recorder with it: that is no news where nobody asked for a time. */
const ENDED_EARLY = /^Process \d+ ended [\d.]+ s after the start, before the time was up\.$/;

/** Signals of a terminal or a supervisor: the command decides what they mean. */
const HANDED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Runs a command and records it from its first instruction to its end, with the recorders of an agent and no server. While
 * it runs the signals of this process are the command's. When nothing can record it, it is not run.
 */
export async function recordCommand(options: RecordCommandOptions): Promise<RecordedCommand> {
  const { commandLine, folder } = options;
  const [program] = commandLine;
  if (findProgram(program) === undefined) {
    return { exitCode: 127, failure: { code: 'no_command', message: `There is no program ${program}.` } };
  }
  const command = startGatedCommand(commandLine);
  const forget = handOnSignals(command);
  try {
    const finishNow = new AbortController();
    void command.ended.then(() => delay(END_GRACE_MS, undefined, { ref: false })).then(() => finishNow.abort());
    const last = await runCapture(contextOf(options, command), orderOf(options), {
      cancel: new AbortController().signal,
      finishNow: finishNow.signal,
    });
    // A recorder that never attached has not opened the gate.
    if (last?.startedAtMs === undefined) command.shut();
    const exitCode = await command.ended;
    if (last?.upload === undefined) return { exitCode, failure: failureOf(last) };
    // At its gate the command was a line of a shell.
    const facts = { ...last.upload, commandLine: commandLine.join(' '), warnings: warningsOf(last.upload, options) };
    return { exitCode, recording: { path: join(folder, last.captureId, RESULT_FILE), facts } };
  } finally {
    forget();
  }
}

function contextOf(options: RecordCommandOptions, command: GatedCommand): CaptureContext {
  const { commandLine, name, folder, log } = options;
  let state = '';
  return {
    store: new CaptureStore(folder),
    selector: { by: 'command', commandLine, process: command.process },
    limits: { ...defaultLimits, maxDurationSecs: MAX_DURATION_SECS, nice: 0 },
    pipeline: name,
    ordinal: 0,
    hosts: () => 1,
    maxFileBytes: () => defaultLimits.maxFileBytes,
    recorders: () => recordersFor(options),
    changed: (record) => {
      if (record.state === state) return;
      state = record.state;
      if (state === 'recording') {
        log(`recording with ${record.recorder ?? 'a recorder'}`);
        command.open();
      }
      if (state === 'writing') log('recorded; looking up symbols');
    },
  };
}

/** All of them are asked: one that may not record here still looks up symbols. */
async function recordersFor(options: RecordCommandOptions) {
  const { samply = 'samply', perf = 'perf', privatePerfParanoid = false } = options;
  const all: readonly Recorder[] = [
    new SamplyRecorder({ program: samply, privateParanoid: privatePerfParanoid }),
    new PerfRecorder({ program: perf }),
  ];
  const found = await Promise.all(all.map(async (recorder) => ({ recorder, facts: await recorder.probe() })));
  const canPerf = found.some(({ facts }) => facts.name === 'perf' && facts.usable);
  // At its gate the process is a shell, which tells nothing of the program.
  const only = options.recorder ?? (canPerf && isNode(options.commandLine[0]) ? 'perf' : undefined);
  return found.map(({ recorder, facts }) => {
    const isLeftOut = only !== undefined && facts.name !== only && facts.usable;
    return { recorder, facts: isLeftOut ? { ...facts, usable: false, reason: `${only} was chosen` } : facts };
  });
}

/** samply loses the functions that Node compiles when it attaches. */
function isNode(program: string): boolean {
  try {
    return /^node(js)?(\d|$)/.test(basename(realpathSync(findProgram(program) ?? program)));
  } catch {
    return false;
  }
}

const orderOf = ({ durationSecs = MAX_DURATION_SECS, rateHz }: RecordCommandOptions) => ({
  type: 'capture' as const,
  captureId: randomBytes(ID_BYTES).toString('hex'),
  durationSecs,
  rateHz,
});

function failureOf(record: CaptureRecord | undefined): NonNullable<RecordedCommand['failure']> {
  const { code = 'recorder_failed', message = 'Nothing was recorded.', detail } = record?.ended ?? {};
  return { code, message, detail };
}

const warningsOf = ({ warnings }: UploadMessage, { durationSecs }: RecordCommandOptions): string[] =>
  warnings.filter((warning) => durationSecs !== undefined || !ENDED_EARLY.test(warning));

/** At a terminal Ctrl-C and Ctrl-\ reach the command by themselves: it is in the same process group. */
function handOnSignals(command: GatedCommand): () => void {
  const listeners = HANDED_ON.map((signal) => {
    const isFromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT');
    return [signal, isFromTerminal ? () => undefined : () => command.kill(signal)] as const;
  });
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
