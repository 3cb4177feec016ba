import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecorderFacts } from '../../protocol/from-agent.ts';
import { CaptureError } from '../capture-error.ts';
import { ownersOf } from '../owners-of.ts';
import type { Objection, Recorder, Recording, RecordingJob } from '../recorder.ts';
import { findProgram, type RecorderEnd, type RecorderProcess } from '../recorder-process.ts';
import { earlyEnd, runRecorder } from '../run-recorder.ts';
import { runTool } from '../run-tool.ts';
import { explainPerf } from './explain-perf.ts';

/** Descriptors of perf besides its events. */
const OTHER_DESCRIPTORS = 64;
/** perf opens the event itself and one for mappings, for each CPU and thread. */
const EVENTS_PER_CPU_AND_THREAD = 2;
/** SIGINT, as the exit status that shells and perf make of it. */
const INTERRUPTED = 130;

/**
 * Records with perf: kernel time, and names of code that Node compiled (from `/tmp/perf-PID.map`). It walks frame pointers,
 * so programs compiled without them lose callers.
 */
export class PerfRecorder implements Recorder {
  readonly name = 'perf';
  readonly program: string;

  constructor(options: { readonly program: string }) {
    this.program = options.program;
  }

  async probe(): Promise<RecorderFacts> {
    const { code, stdout, stderr } = await runTool(this.program, ['--version']);
    const version = /^perf version (\S+)/.exec(stdout)?.[1];
    if (version !== undefined) return { name: this.name, version, usable: true };
    if (code === null && findProgram(this.program) === undefined) {
      return { name: this.name, usable: false, reason: `${this.program} is not in PATH: apt-get install linux-perf` };
    }
    // Ubuntu's wrapper says so when the kernel's own perf is not installed.
    const said = (stderr || stdout).trim().slice(0, 200);
    return { name: this.name, usable: false, reason: `${this.program} --version does not work: ${said}` };
  }

  objection({ host, threads }: Pick<RecordingJob, 'host' | 'threads'>): Objection | undefined {
    const needed = host.cpus * threads * EVENTS_PER_CPU_AND_THREAD + OTHER_DESCRIPTORS;
    if (needed <= host.maxDescriptors) return undefined;
    const sentence = `perf needs ${needed} open files for ${threads} threads, and ${host.name} allows the agent ${host.maxDescriptors} (ulimit -n)`;
    return { code: 'out_of_resources', sentence };
  }

  async record(job: RecordingJob): Promise<Recording> {
    const path = join(job.directory, 'perf.data');
    const { pid } = job.target;
    // The CPU's clock, and not cycles: a sample is then a fixed share of CPU time, and virtual machines have it.
    const args = ['record', '-e', 'cpu-clock', '-F', String(job.rateHz), '-g', '-o', path, '-p', String(pid)];
    const explain = async (end: RecorderEnd, output: string): Promise<CaptureError> =>
      explainPerf(end, output, { host: job.host.name, pid, ...(await ownersOf(pid)) });
    // A pipe with a name: one that the agent holds would end with it, and perf then ends without its file.
    const control = join(job.directory, 'perf.control');
    const made = await runTool('mkfifo', [control]);
    if (made.code !== 0) throw new CaptureError('recorder_failed', `mkfifo failed on ${job.host.name}: ${made.stderr}`);
    const run = await runRecorder(job, {
      // Events are opened stopped and begun by a command, which starts the clock.
      commandLine: [this.program, ...args, '-D', '-1', '--control', `fifo:${control}`],
      attached: (process) => begin(process, control),
      explain,
    });
    const { code, signal } = run.end;
    // perf ends by the SIGINT that it was sent, after its file is complete.
    const isGood = code === 0 || code === INTERRUPTED || signal === 'SIGINT';
    if (!isGood) throw await explain(run.end, run.output);
    const lost = /Processed \d+ events and lost (\d+) chunks/.exec(run.output)?.[1];
    const warnings = [
      ...(lost === undefined ? [] : [`perf lost ${lost} chunks of events.`]),
      ...(await earlyEnd(run, job)),
    ];
    return { path, startedAtMs: run.startedAtMs, endedAtMs: run.endedAtMs, warnings };
  }
}

/** Tells perf to begin, as soon as it listens; resolves with true when it has. */
async function begin(process: RecorderProcess, control: string): Promise<boolean> {
  if (!(await process.said(/^Events disabled/m))) return false;
  const pipe = await open(control, 'r+');
  await pipe.writeFile('enable\n');
  await pipe.close();
  return process.said(/^Events enabled/m);
}
