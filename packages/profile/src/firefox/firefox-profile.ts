/** What a profile says about itself. Texts are '' and numbers undefined where it says nothing. */
export interface FirefoxMeta {
  /** `preprocessedProfileVersion`: the version of the processed format. */
  readonly version: number;
  /** What was recorded; of a capture the pipeline's name. */
  readonly product: string;
  /** Of a capture `host <i> of <n>`; else the operating system as the recorder names it. */
  readonly oscpu: string;
  readonly platform: string;
  readonly abi: string;
  /** Milliseconds between samples; 0 when unknown. */
  readonly intervalMs: number;
  /** Unix milliseconds; undefined when unknown. */
  readonly startTimeMs: number | undefined;
  /** Only browsers write it: then samples count from {@link startTimeMs}, and the recording began here. */
  readonly profilingStartTimeMs: number | undefined;
  readonly importedFrom: string;
  /** Not '' in what Firefox itself recorded. */
  readonly appBuildId: string;
  readonly symbolicated: boolean;
  /** Unit of `threadCPUDelta`: `µs`, `ns` or `variable CPU cycles`. */
  readonly cpuDeltaUnit: string;
}

export interface FirefoxLib {
  readonly name: string;
  readonly path: string;
  readonly debugName: string;
  readonly debugPath: string;
  readonly breakpadId: string;
  /** The whole build id, on Linux; '' when unknown. */
  readonly codeId: string;
  readonly arch: string;
}

/** One function per row. -1 stands for what is not known. */
export interface FirefoxFuncs {
  readonly length: number;
  /** Index into the strings. */
  readonly name: Int32Array;
  /** Index into the strings, or -1. */
  readonly file: Int32Array;
  /** Where the function begins, 1-based, or -1. */
  readonly line: Int32Array;
  /** Index into the libs, or -1. */
  readonly lib: Int32Array;
  /** The module's name as an index into the strings, or -1: the kernel and the like are modules and no libs. */
  readonly module: Int32Array;
}

/** One symbol of a library per row. */
export interface FirefoxNativeSymbols {
  readonly length: number;
  readonly name: Int32Array;
  readonly lib: Int32Array;
}

/** One place in the code per row. */
export interface FirefoxFrames {
  readonly length: number;
  readonly func: Int32Array;
  /** Offset in the library; -1 for what is no native code. */
  readonly address: Float64Array;
  /** Index into the libs, or -1. */
  readonly lib: Int32Array;
  /** Index into the native symbols, or -1. */
  readonly nativeSymbol: Int32Array;
  /** 1-based, or -1. */
  readonly line: Int32Array;
  /** 1-based, or -1. */
  readonly column: Int32Array;
  /** 1 when the frame was inlined into the next one towards the root. */
  readonly inlined: Uint8Array;
}

/** A prefix tree, parents before children. */
export interface FirefoxStacks {
  readonly length: number;
  /** The caller's stack, or -1. */
  readonly prefix: Int32Array;
  readonly frame: Int32Array;
}

/** What samples refer to. All indexes are checked. */
export interface FirefoxTables {
  readonly strings: readonly string[];
  readonly funcs: FirefoxFuncs;
  readonly nativeSymbols: FirefoxNativeSymbols;
  readonly frames: FirefoxFrames;
  readonly stacks: FirefoxStacks;
}

export type FirefoxWeightType = 'samples' | 'tracing-ms' | 'bytes';

export interface FirefoxSamples {
  readonly length: number;
  /** -1 where nothing ran. */
  readonly stack: Int32Array;
  /** Milliseconds since whatever the recorder counts from; see `wallClockMs`. Empty when the file has none. */
  readonly timeMs: Float64Array;
  /** Undefined: each counts once. */
  readonly weight: Float64Array | undefined;
  readonly weightType: FirefoxWeightType;
  /** CPU time since the sample before, in {@link FirefoxMeta.cpuDeltaUnit}; NaN where unknown. */
  readonly cpuDelta: Float64Array | undefined;
}

export interface FirefoxThread {
  readonly name: string;
  readonly processName: string;
  readonly pid: string;
  readonly tid: string;
  readonly isMainThread: boolean;
  readonly samples: FirefoxSamples;
  /** Shared by all threads from version 60 on. */
  readonly tables: FirefoxTables;
}

/**
 * A profile in Firefox Profiler's processed format, whichever of its shapes it was written in. Markers, counters and pages
 * are left out.
 */
export interface FirefoxProfile {
  readonly meta: FirefoxMeta;
  readonly libs: readonly FirefoxLib[];
  readonly threads: readonly FirefoxThread[];
}
