/** How to talk to the engine as one of its users: ClickHouse's HTTP interface with Basic authentication. */
export interface EngineConnection {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** To be sent with every request: without them every path but `/ping` is 404. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What happens to the engine, for logs and metrics. */
export type EngineEvent =
  | { readonly kind: 'starting'; readonly generation: number; readonly pid: number; readonly port: number }
  | { readonly kind: 'ready'; readonly generation: number; readonly pid: number; readonly startMs: number }
  | {
      readonly kind: 'died';
      readonly generation: number;
      readonly pid: number;
      /** "exit code 1", "signal SIGKILL" */
      readonly how: string;
      readonly logTail: string;
    }
  | { readonly kind: 'restart-scheduled'; readonly attempt: number; readonly delayMs: number }
  | { readonly kind: 'restart-failed'; readonly attempt: number; readonly error: Error }
  | { readonly kind: 'stopped'; readonly how: StopManner; readonly tookMs: number };

/** How an engine ended when it was told to: by itself, after SIGTERM, after SIGKILL, or it was not running. */
export type StopManner = 'clean' | 'terminated' | 'killed' | 'not-running';

export interface EngineOptions {
  /** Made absolute; the engine's files are `<dataDir>/engine*`. */
  readonly dataDir: string;
  /** Most memory the engine may use, in bytes. Default: `sizeMemory` of the machine. */
  readonly memoryBytes?: number;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Threads of one query. Default: the machine's processors, at most 8. */
  readonly queryThreads?: number;
  /** Another build of the engine's shared library. Default: the pinned package. */
  readonly libraryPath?: string;
}

export type EngineState = 'starting' | 'ready' | 'restarting' | 'stopped';

/** A supervised engine: it is started again when it dies, until `stop()`. */
export interface Engine {
  readonly state: EngineState;
  /** Process id of the running engine; undefined between death and restart. */
  readonly pid: number | undefined;
  /** The owner of database `hearth`. Constant for the life of this object unless its port was taken during a restart. */
  readonly connection: EngineConnection;
  /** The read-only user, for SQL that people write. */
  readonly readerConnection: EngineConnection;
  /** 1 for the first start, one more with every restart. */
  readonly generation: number;
  /** Resolves when queries are answered; rejects with EngineStoppedError once the engine is stopped. */
  whenReady(): Promise<void>;
  /** Ends the engine within 3 s and resolves when its process is gone. May be called any number of times. */
  stop(): Promise<void>;
}

/** The engine was stopped, so it will not become ready. */
export class EngineStoppedError extends Error {
  override readonly name = 'EngineStoppedError';

  constructor() {
    super('the engine is stopped');
  }
}
