import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostFacts } from '../../host/host-facts.ts';
import type { RecorderFacts } from '../../protocol/from-agent.ts';
import { CaptureError } from '../capture-error.ts';
import { ownersOf } from '../owners-of.ts';
import type { Objection, Recorder, Recording, RecordingJob } from '../recorder.ts';
import { findProgram, type RecorderEnd } from '../recorder-process.ts';
import { earlyEnd, runRecorder } from '../run-recorder.ts';
import { runTool } from '../run-tool.ts';
import { explainSamply } from './explain-samply.ts';
import { samplyBudget } from './samply-budget.ts';

export interface SamplyOptions {
  /** Path, or a name in PATH. */
  readonly program: string;
  /** As root: show samply a `perf_event_paranoid` of 1 in a mount namespace of its own. The machine's stays as it is. */
  readonly privateParanoid: boolean;
}

/** samply writes this when all of its events are open: from here on there are samples. */
const ATTACHED = /^Recording process with PID \d+/m;

/** Earlier ones write files that nobody here has read. */
const OLDEST = [0, 13] as const;

/** The highest `perf_event_paranoid` that samply 0.13.1 accepts where the CPU has no cycle counter, as in most VMs. */
const MAX_PARANOID = 1;

/**
 * Puts a file over `perf_event_paranoid` and becomes samply. The words are fixed; file and command are its arguments.
 * Needed because samply 0.13.1 takes the level for the cause of every failed event and gives up, also as root.
 */
const PRIVATE_MOUNT = 'mount --bind "$0" /proc/sys/kernel/perf_event_paranoid && exec "$@"';

/** Records with samply: sampled stacks of native code, unwound without frame pointers, user space only. */
export class SamplyRecorder implements Recorder {
  readonly name = 'samply';
  readonly program: string;
  readonly #privateParanoid: boolean;

  constructor(options: SamplyOptions) {
    this.program = options.program;
    this.#privateParanoid = options.privateParanoid;
  }

  async probe(): Promise<RecorderFacts> {
    const { code, stdout, stderr } = await runTool(this.program, ['--version']);
    const version = /^samply (\S+)/.exec(stdout)?.[1];
    if (version !== undefined && isTooOld(version)) {
      const reason = `samply ${version} is too old, ${OLDEST.join('.')} is needed: cargo install --locked samply`;
      return { name: this.name, version, usable: false, reason };
    }
    if (version !== undefined) return { name: this.name, version, usable: true };
    if (code === null && findProgram(this.program) === undefined) {
      const reason = `${this.program} is not in PATH: cargo install --locked samply`;
      return { name: this.name, usable: false, reason };
    }
    const said = (stderr || stdout).trim().slice(0, 200);
    return { name: this.name, usable: false, reason: `${this.program} --version does not work: ${said}` };
  }

  objection({ host, threads }: Pick<RecordingJob, 'host' | 'threads'>): Objection | undefined {
    return samplyBudget(host, threads);
  }

  async record(job: RecordingJob): Promise<Recording> {
    const path = join(job.directory, 'samply.json.gz');
    const { pid } = job.target;
    const flags = await this.#flags();
    const args = ['record', '-p', String(pid), '-s', '-n', '-r', String(job.rateHz), '-o', path, ...flags];
    const explain = async (end: RecorderEnd, output: string): Promise<CaptureError> =>
      explainSamply(end, output, { host: job.host.name, pid, rateHz: job.rateHz, ...(await ownersOf(pid)) });
    const commandLine = [...(await this.#wrapper(job)), this.program, ...args];
    const run = await runRecorder(job, { commandLine, attached: (process) => process.said(ATTACHED), explain });
    if (run.end.code !== 0) throw await explain(run.end, run.output);
    const lost = [...run.output.matchAll(/^Lost (\d+) events/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
    const warnings = [...(lost > 0 ? [`samply lost ${lost} events.`] : []), ...(await earlyEnd(run, job))];
    return { path, startedAtMs: run.startedAtMs, endedAtMs: run.endedAtMs, warnings };
  }

  /** Newer builds write symbols into the file themselves. The side-car of 0.13.1 has wrong lines and is never asked for. */
  async #flags(): Promise<readonly string[]> {
    const { stdout } = await runTool(this.program, ['record', '--help']);
    return /(?:^|\s)--presymbolicate\b/m.test(stdout) ? ['--presymbolicate'] : [];
  }

  async #wrapper(job: RecordingJob): Promise<readonly string[]> {
    if (!this.#privateParanoid || !needsPrivateParanoid(job.host)) return [];
    const level = join(job.directory, 'perf_event_paranoid');
    await writeFile(level, `${MAX_PARANOID}\n`);
    const unshare = findProgram('unshare');
    if (unshare === undefined) {
      throw new CaptureError(
        'not_permitted',
        `--private-perf-paranoid needs unshare of util-linux on ${job.host.name}.`,
      );
    }
    return [unshare, '--mount', '--propagation', 'private', 'sh', '-c', PRIVATE_MOUNT, level];
  }
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function needsPrivateParanoid(host: HostFacts): boolean {
  return host.root && host.perfEventParanoid !== null && host.perfEventParanoid > MAX_PARANOID;
}
