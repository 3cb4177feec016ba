import type { FailureCode } from '../protocol/failure-code.ts';
import type { RecorderName } from '../protocol/from-agent.ts';

/** What the finishing process is told, as one JSON argument. Paths are the agent's own. */
export interface FinishJob {
  readonly recorder: RecorderName;
  /** The recorder's file. */
  readonly input: string;
  /** Where the file to deliver goes. */
  readonly output: string;
  readonly samply: string | undefined;
  readonly perf: string | undefined;
  readonly pid: number;
  readonly hostName: string;
  /** Becomes `meta.product`. */
  readonly product: string;
  /** Becomes `meta.oscpu`. */
  readonly oscpu: string;
  /** Wall clock of the start, Unix milliseconds, and the rate: perf's file says neither. */
  readonly startedAtMs: number;
  readonly rateHz: number;
  readonly maxFileBytes: number;
}

/** What is there to deliver. */
export interface FinishedFile {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly inflatedBytes: number;
  readonly symbolicated: boolean;
  readonly oversize: boolean;
  /** `samples.time` of the first sample. */
  readonly firstSampleTimeMs: number | undefined;
  readonly samples: number | undefined;
  readonly warnings: readonly string[];
}

/** The one line that the finishing process prints. */
export type FinishAnswer =
  | { readonly file: FinishedFile }
  | { readonly error: { readonly code: FailureCode; readonly message: string; readonly detail?: string | undefined } };
