import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, hostname, release, type } from 'node:os';

/** What matters about this machine for recording. Read anew for each capture: settings change. */
export interface HostFacts {
  readonly name: string;
  readonly os: string;
  readonly arch: string;
  /** All CPUs of the machine: events are opened for each, whatever this process may run on. */
  readonly cpus: number;
  readonly root: boolean;
  /** `kernel.perf_event_paranoid`; null where there is no such setting. */
  readonly perfEventParanoid: number | null;
  /** `kernel.perf_event_max_sample_rate`. */
  readonly maxSampleRateHz: number | undefined;
  readonly availableMemoryBytes: number;
  /** Soft limit, which children inherit. */
  readonly maxDescriptors: number;
  /** What an ordinary user may lock for events: `kernel.perf_event_mlock_kb` for each CPU, and `ulimit -l`. */
  readonly lockableBytes: number;
  /** Whether `lockableBytes` does not apply: CAP_IPC_LOCK, or a paranoid level below 0. */
  readonly locksFreely: boolean;
}

const KIB = 1_024;
/** Bit of CAP_IPC_LOCK in the capability masks of /proc/self/status. */
const CAP_IPC_LOCK = 14n;
/** Kernel default of `perf_event_mlock_kb` where the file is missing. */
const DEFAULT_MLOCK_KIB = 516;

export async function readHostFacts(): Promise<HostFacts> {
  const [paranoid, mlock, maxSampleRateHz, meminfo, limits, status] = await Promise.all([
    readNumber('/proc/sys/kernel/perf_event_paranoid'),
    readNumber('/proc/sys/kernel/perf_event_mlock_kb'),
    readNumber('/proc/sys/kernel/perf_event_max_sample_rate'),
    read('/proc/meminfo'),
    read('/proc/self/limits'),
    read('/proc/self/status'),
  ]);
  const cpuCount = cpus().length || availableParallelism();
  const capabilities = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  const lockedBytes = limitOf(limits, 'Max locked memory');
  return {
    name: hostname(),
    os: `${type()} ${release()}`,
    arch: arch(),
    cpus: cpuCount,
    root: process.geteuid?.() === 0,
    perfEventParanoid: paranoid ?? null,
    maxSampleRateHz,
    availableMemoryBytes: Number(/^MemAvailable:\s*(\d+) kB$/m.exec(meminfo)?.[1] ?? 0) * KIB,
    maxDescriptors: limitOf(limits, 'Max open files'),
    lockableBytes: (mlock ?? DEFAULT_MLOCK_KIB) * KIB * cpuCount + lockedBytes,
    locksFreely: ((capabilities >> CAP_IPC_LOCK) & 1n) === 1n || (paranoid ?? 2) < 0,
  };
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

async function readNumber(path: string): Promise<number | undefined> {
  const text = (await read(path)).trim();
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** Soft limit of /proc/self/limits; Infinity for `unlimited`. */
function limitOf(limits: string, name: string): number {
  const soft = new RegExp(`^${name}\\s+(\\S+)`, 'm').exec(limits)?.[1];
  return soft === undefined || soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}
