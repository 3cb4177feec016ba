import type { HostFacts } from '../host/host-facts.ts';
import type { RecorderFacts, RecorderName } from '../protocol/from-agent.ts';
import type { Runtime } from '../target/describe-target.ts';
import type { ProcessIdentity } from '../target/process-identity.ts';

/** One recording to make: every number here was checked against the agent's limits. */
export interface RecordingJob {
  readonly target: ProcessIdentity;
  readonly threads: number;
  readonly runtime: Runtime;
  /** It sees another file system than the agent. */
  readonly contained: boolean;
  readonly host: HostFacts;
  readonly durationMs: number;
  readonly rateHz: number;
  /** A folder of this capture's own. The recorder writes here and nowhere else. */
  readonly directory: string;
  /** Aborted to end the recording now and keep it. */
  readonly finishNow: AbortSignal;
  /** Aborted to throw the recording away. */
  readonly signal: AbortSignal;
  /** The recorder's process is there; it is written down before it may touch the target, for an agent that dies. */
  readonly onSpawn: (recorder: ProcessIdentity) => Promise<void>;
  /** Samples are being taken since now. */
  readonly onRecording: (startedAtMs: number) => void;
  /** The time is up; the recorder writes its file. */
  readonly onWriting: () => void;
}

/** A recorder's file, not yet looked into. */
export interface Recording {
  readonly path: string;
  /** Wall clock, Unix milliseconds. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Sentences for the person who will read the profile, e.g. that events were lost. */
  readonly warnings: readonly string[];
}

/** A program that records a process. One file each; a further one is a further implementation of this. */
export interface Recorder {
  readonly name: RecorderName;
  /** The program that is run: a path, or a name that is looked up in PATH. */
  readonly program: string;
  /** Asks the program what it is. Never throws. */
  probe(): Promise<RecorderFacts>;
  /** Why this target should not be recorded with it now: one sentence with the code; undefined when nothing speaks against it. */
  objection(job: RecordingJob): Objection | undefined;
  /** @throws CaptureError, CaptureCancelled */
  record(job: RecordingJob): Promise<Recording>;
}

export interface Objection {
  readonly code: 'out_of_resources' | 'not_permitted';
  readonly sentence: string;
}
