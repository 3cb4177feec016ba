import { basename } from 'node:path';
import {
  type Column,
  PER_THREAD_TABLES_VERSION,
  type ProcessedLib,
  type ProcessedProfile,
  type ProcessedThread,
  type Table,
} from '../processed-profile.ts';
import { breakpadIdOf } from './breakpad-id.ts';
import { type ElfFile, relativeAddress } from './elf-file.ts';
import type { PerfFrame, PerfSample } from './parse-perf-script.ts';

/** Samples that a profile takes; ten hours of one busy CPU at 100 Hz, or a file of about 100 MB. */
export const MAX_PERF_SAMPLES = 4_000_000;

/** Names of code that is no file, as perf writes them: `[kernel.kallsyms]`, `[vdso]`, a kernel module `[ext4]`. */
const KERNEL = /^\[(?!vdso|vsyscall|heap|stack|unknown|JIT)/;

const CATEGORIES = [
  { name: 'Other', color: 'grey', subcategories: ['Other'] },
  { name: 'User', color: 'yellow', subcategories: ['Other'] },
  { name: 'Kernel', color: 'orange', subcategories: ['Other'] },
];
const USER = 1;
const KERNEL_CATEGORY = 2;
/** `resourceTable.type` of a library. */
const LIBRARY_RESOURCE = 1;

/** Looks into a file of the recording host; undefined for what is no ELF file or not the one that was recorded. */
export type ReadLibrary = (path: string) => ElfFile | undefined;

export interface PerfProfileFacts {
  readonly pid: number;
  readonly processName: string;
  readonly product: string;
  readonly oscpu: string;
  readonly startedAtMs: number;
  readonly rateHz: number;
}

/** Makes a Firefox Profiler processed profile (version 49) of perf's samples. Names are perf's; frames in files keep their address. */
export class PerfProfileBuilder {
  readonly #threads = new Map<number, ThreadBuilder>();
  readonly #libs: ProcessedLib[] = [];
  readonly #known = new Map<string, { readonly lib: number; readonly file: ElfFile | undefined }>();
  readonly #readLibrary: ReadLibrary;
  #firstMs: number | undefined;
  #samples = 0;
  #leftOut = 0;

  constructor(readLibrary: ReadLibrary) {
    this.#readLibrary = readLibrary;
  }

  get samples(): number {
    return this.#samples;
  }

  /** Samples beyond MAX_PERF_SAMPLES. */
  get leftOut(): number {
    return this.#leftOut;
  }

  add(sample: PerfSample): void {
    if (this.#samples >= MAX_PERF_SAMPLES) {
      this.#leftOut++;
      return;
    }
    this.#samples++;
    this.#firstMs ??= sample.timeMs;
    let thread = this.#threads.get(sample.tid);
    if (thread === undefined) {
      thread = new ThreadBuilder(sample);
      this.#threads.set(sample.tid, thread);
    }
    let stack: number | null = null;
    for (let index = sample.frames.length - 1; index >= 0; index--) {
      const frame = sample.frames[index];
      if (frame === undefined) continue;
      // Where code was interrupted, by the sample itself or by the kernel, the address is exact; a caller's is where it returns to.
      const callee = sample.frames[index - 1];
      const isExact = callee === undefined || (KERNEL.test(callee.dso) && !KERNEL.test(frame.dso));
      stack = thread.stack(stack, this.#frame(frame, isExact));
    }
    thread.sample(stack, sample.timeMs - this.#firstMs);
  }

  build(facts: PerfProfileFacts): ProcessedProfile {
    const threads = [...this.#threads.values()].sort((a, b) => a.tid - b.tid);
    return {
      meta: {
        categories: CATEGORIES,
        debug: false,
        extensions: { baseURL: [], id: [], length: 0, name: [] },
        interval: 1_000 / facts.rateHz,
        preprocessedProfileVersion: PER_THREAD_TABLES_VERSION,
        processType: 0,
        product: facts.product,
        oscpu: facts.oscpu,
        sampleUnits: { time: 'ms', eventDelay: 'ms', threadCPUDelta: 'µs' },
        startTime: facts.startedAtMs,
        symbolicated: true,
        pausedRanges: [],
        version: 24,
        usesOnlyOneStackType: true,
        doesNotUseFrameImplementation: true,
        sourceCodeIsNotOnSearchfox: true,
        markerSchema: [],
      },
      libs: this.#libs,
      threads: threads.map((thread) => thread.build(facts)),
      pages: [],
      profilerOverhead: [],
      counters: [],
    };
  }

  /** One less than the address that a call returns to lies in the call; samply writes it so too. */
  #frame(frame: PerfFrame, isExact: boolean): FrameKey {
    const isKernel = KERNEL.test(frame.dso);
    const { lib, file } = isKernel ? NO_LIBRARY : this.#library(frame.dso);
    const relative = file === undefined ? undefined : relativeAddress(file.segments, frame.address);
    const address = relative === undefined ? -1 : Math.max(0, relative - (isExact ? 0 : 1));
    const name = frame.symbol || (address < 0 ? `0x${frame.address.toString(16)}` : `0x${address.toString(16)}`);
    return { name, lib, address, place: frame.dso, category: isKernel ? KERNEL_CATEGORY : USER };
  }

  /** Only files have an identity; the rest is named by its place. */
  #library(path: string): { readonly lib: number; readonly file: ElfFile | undefined } {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const file = path.startsWith('/') ? this.#readLibrary(path) : undefined;
    let library: { readonly lib: number; readonly file: ElfFile | undefined } = NO_LIBRARY;
    if (file?.buildId !== undefined) {
      const name = basename(path);
      const breakpadId = breakpadIdOf(file.buildId);
      const identity = { breakpadId, codeId: file.buildId, arch: null };
      const lib = this.#libs.push({ name, path, debugName: name, debugPath: path, ...identity }) - 1;
      library = { lib, file };
    }
    this.#known.set(path, library);
    return library;
  }
}

const NO_LIBRARY = { lib: -1, file: undefined };

interface FrameKey {
  readonly name: string;
  /** -1 without an identity. */
  readonly lib: number;
  /** Relative to the library; -1 without one. */
  readonly address: number;
  /** The library's path, or what perf calls the rest, e.g. `[kernel.kallsyms]`. */
  readonly place: string;
  readonly category: number;
}

/** The tables of one thread. */
class ThreadBuilder {
  readonly tid: number;
  readonly #pid: number;
  readonly #name: string;
  readonly #strings = new Index<string>();
  readonly #resources = new Index<string>();
  readonly #resourceLibs: number[] = [];
  readonly #funcs = new Index<string>();
  readonly #funcRows: { readonly name: number; readonly resource: number }[] = [];
  readonly #frames = new Index<string>();
  readonly #frameRows: { readonly func: number; readonly address: number; readonly category: number }[] = [];
  readonly #stacks = new Index<string>();
  readonly #prefixes: (number | null)[] = [];
  readonly #stackFrames: number[] = [];
  readonly #sampleStacks: (number | null)[] = [];
  readonly #times: number[] = [];

  constructor({ pid, tid, threadName }: PerfSample) {
    this.#pid = pid;
    this.tid = tid;
    this.#name = threadName;
  }

  stack(prefix: number | null, key: FrameKey): number {
    const frame = this.#frame(key);
    return this.#stacks.get(`${prefix}:${frame}`, () => {
      this.#prefixes.push(prefix);
      this.#stackFrames.push(frame);
    });
  }

  sample(stack: number | null, timeMs: number): void {
    this.#sampleStacks.push(stack);
    this.#times.push(timeMs);
  }

  #frame({ name, lib, address, place, category }: FrameKey): number {
    const resource = this.#resources.get(place, () => this.#resourceLibs.push(lib));
    const func = this.#funcs.get(`${resource}\0${name}`, () => {
      this.#funcRows.push({ name: this.#strings.get(name), resource });
    });
    return this.#frames.get(`${func}:${address}`, () => this.#frameRows.push({ func, address, category }));
  }

  build(facts: PerfProfileFacts): ProcessedThread {
    const frames = this.#frameRows;
    const funcs = this.#funcRows;
    const places = this.#resources.keys;
    const resourceNames = places.map((place) => this.#strings.get(basename(place)));
    const categories = this.#stackFrames.map((frame) => frames[frame]?.category ?? USER);
    return {
      processType: 'default',
      processName: facts.processName,
      processStartupTime: 0,
      processShutdownTime: null,
      registerTime: 0,
      unregisterTime: null,
      pausedRanges: [],
      showMarkersInTimeline: false,
      name: this.#name,
      isMainThread: this.tid === facts.pid,
      pid: String(this.#pid),
      tid: String(this.tid),
      samples: table(this.#times.length, {
        stack: this.#sampleStacks,
        time: this.#times,
        weight: this.#times.map(() => 1),
        // A sample of the CPU's clock stands for one interval of CPU time; in microseconds.
        threadCPUDelta: this.#times.map(() => 1e6 / facts.rateHz),
        weightType: 'samples',
      }),
      markers: table(0, { category: [], data: [], endTime: [], name: [], phase: [], startTime: [] }),
      stackTable: table(this.#stackFrames.length, {
        prefix: this.#prefixes,
        frame: this.#stackFrames,
        category: categories,
        subcategory: categories.map(() => 0),
      }),
      frameTable: table(frames.length, {
        address: frames.map(({ address }) => address),
        inlineDepth: frames.map(() => 0),
        category: frames.map(({ category }) => category),
        subcategory: frames.map(() => 0),
        func: frames.map(({ func }) => func),
        nativeSymbol: frames.map(() => null),
        innerWindowID: frames.map(() => null),
        implementation: frames.map(() => null),
        line: frames.map(() => null),
        column: frames.map(() => null),
      }),
      funcTable: table(funcs.length, {
        name: funcs.map(({ name }) => name),
        isJS: funcs.map(() => false),
        relevantForJS: funcs.map(() => false),
        resource: funcs.map(({ resource }) => resource),
        fileName: funcs.map(() => null),
        lineNumber: funcs.map(() => null),
        columnNumber: funcs.map(() => null),
      }),
      resourceTable: table(places.length, {
        lib: this.#resourceLibs.map((lib) => (lib < 0 ? null : lib)),
        name: resourceNames,
        host: places.map(() => null),
        type: places.map(() => LIBRARY_RESOURCE),
      }),
      nativeSymbols: table(0, { address: [], functionSize: [], libIndex: [], name: [] }),
      stringArray: [...this.#strings.keys],
    };
  }
}

/** Numbers keys in the order of their first use. */
class Index<Key> {
  readonly #indexes = new Map<Key, number>();

  get(key: Key, onNew?: () => void): number {
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.#indexes.size;
    this.#indexes.set(key, index);
    onNew?.();
    return index;
  }

  get keys(): readonly Key[] {
    return [...this.#indexes.keys()];
  }
}

function table(length: number, columns: Readonly<Record<string, Column | string>>): Table {
  return { length, ...columns } as Table;
}
