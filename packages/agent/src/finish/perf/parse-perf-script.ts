/** One sample of `perf script -F comm,pid,tid,time,event,ip,sym,dso --ns`. */
export interface PerfSample {
  readonly threadName: string;
  readonly pid: number;
  readonly tid: number;
  /** perf's clock: nanoseconds since boot, as milliseconds. */
  readonly timeMs: number;
  /** Leaf first, as perf prints them. */
  readonly frames: readonly PerfFrame[];
}

export interface PerfFrame {
  /** Offset in the file `dso`; the address itself for kernel and JIT code. */
  readonly address: number;
  /** '' when perf knows no symbol. */
  readonly symbol: string;
  /** Path of the library or program; in brackets for what is no file, e.g. `[kernel.kallsyms]`. */
  readonly dso: string;
}

/**
 * What `perf script` is asked for and `parsePerfScript` reads. Inlined functions come from samply: perf starts a process for
 * each address, which takes minutes.
 */
export const PERF_SCRIPT_ARGS = ['--no-inline', '-F', 'comm,pid,tid,time,event,ip,sym,dso', '--ns'] as const;

/** `name pid/tid seconds.nanos: event:`; the name may hold blanks, slashes and digits, so it is all that stands before. */
const HEADER = /^(.*?)\s+(-?\d+)\/(-?\d+)\s+(\d+)\.(\d+):\s+\S+:?\s*$/;
const FRAME = /^\s+([0-9a-f]+)\s(.*)$/;
/** ` (deleted)` belongs to the path of a program that was replaced while it runs. */
const DELETED = ' (deleted))';

/** Reads perf's text line by line. Lines that are neither sample nor frame are left out. */
export async function* parsePerfScript(lines: AsyncIterable<string>): AsyncGenerator<PerfSample> {
  let head: Omit<PerfSample, 'frames'> | undefined;
  let frames: PerfFrame[] = [];
  for await (const line of lines) {
    if (line === '') {
      if (head !== undefined) yield { ...head, frames };
      head = undefined;
      frames = [];
    } else if (head === undefined) {
      head = parseHeader(line);
    } else {
      const frame = parseFrame(line);
      if (frame !== undefined) frames.push(frame);
    }
  }
  if (head !== undefined) yield { ...head, frames };
}

function parseHeader(line: string): Omit<PerfSample, 'frames'> | undefined {
  const match = HEADER.exec(line);
  if (match === null) return undefined;
  const [, name = '', pid, tid, seconds, nanos = ''] = match;
  const timeMs = Number(seconds) * 1_000 + Number(nanos.padEnd(9, '0').slice(0, 9)) / 1e6;
  return { threadName: name.trim(), pid: Number(pid), tid: Number(tid), timeMs };
}

/** `addr symbol (dso)`: C++ symbols hold blanks and parentheses, so the last pair is the library. */
export function parseFrame(line: string): PerfFrame | undefined {
  const match = FRAME.exec(line);
  if (match === null) return undefined;
  const [, address = '0', rest = ''] = match;
  const isDeleted = rest.endsWith(DELETED);
  const body = isDeleted ? rest.slice(0, -DELETED.length) : rest.replace(/\)$/, '');
  const open = body.lastIndexOf(' (');
  const at = open < 0 && body.startsWith('(') ? 0 : open + 1;
  if (open < 0 && at !== 0) return undefined;
  const symbol = body.slice(0, Math.max(0, at - 1)).trim();
  return {
    address: Number.parseInt(address, 16),
    symbol: symbol === '[unknown]' ? '' : symbol,
    dso: body.slice(at + 1),
  };
}
