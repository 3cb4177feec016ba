import { HearthError } from '../errors/hearth-error.ts';
import { checkTime } from './bounds/check-time.ts';
import { ProjectRegistry } from './bounds/project-registry.ts';
import { seedRegistry } from './bounds/seed-registry.ts';
import { EngineClient } from './client/engine-client.ts';
import type { EngineConnection } from './client/engine-connection.ts';
import { DEFAULT_DISK_FLOOR_BYTES, DiskFloor } from './disk/disk-floor.ts';
import { EnginePort, type SyncNames } from './engine-port/engine-port.ts';
import { eraseProject } from './erase/erase-project.ts';
import type { SeriesGate } from './groups/series-gate.ts';
import type { StoreEvent } from './groups/store-event.ts';
import { DEFAULT_STORE_LIMITS, type StoreLimits } from './groups/store-limits.ts';
import { StoreWriter } from './groups/store-writer.ts';
import { BufferedIngestLog } from './ingest-log/buffered-ingest-log.ts';
import { runMigrations } from './migrations/run-migrations.ts';
import { Quarantine } from './quarantine/quarantine.ts';
import { type RebuildStep, rebuild } from './rebuild/rebuild.ts';
import { RecentLookUps } from './recent-profiles/recent-look-ups.ts';
import { DiskBudget, type DiskBudgetStatus } from './retention/disk-budget.ts';
import { FrozenDays } from './retention/frozen-days.ts';
import type { Pin } from './retention/pin.ts';
import { listPartitions, Retention } from './retention/retention.ts';
import { RolledHours } from './rollups/rolled-hours.ts';
import { Roller } from './rollups/roller.ts';
import type { DecodeOriginal, ProjectId } from './upload.ts';

export interface StoreOptions {
  /** Asked before each request: a restarted engine may listen elsewhere. */
  readonly connection: () => EngineConnection;
  /** Reads originals again: repairs, rebuilds. */
  readonly decode: DecodeOriginal;
  /** Makes the names of new parts durable; for the embedded engine. Called before an upload is acknowledged. */
  readonly syncNames?: SyncNames | undefined;
  /** Whose file system must keep the disk floor free. */
  readonly dataDir: string;
  readonly diskFloorBytes?: number | undefined;
  /** Bytes that all tables may take; no bound when absent. */
  readonly diskBudgetBytes?: number | undefined;
  /** What must not expire. */
  readonly pins?: (() => Promise<readonly Pin[]>) | undefined;
  /** Overrides `limits.queueBytes`. */
  readonly queueBytes?: number | undefined;
  readonly limits?: Partial<StoreLimits> | undefined;
  readonly onEvent?: ((event: StoreEvent) => void) | undefined;
  /** Unix milliseconds; the system's clock when left out. */
  readonly now?: (() => number) | undefined;
}

const SWEEP_EVERY_MS = 60_000;
/** Partitions expire once a day; an hour late is early enough, and a server that sleeps at night still gets to it. */
const RETENTION_EVERY_MS = 3_600_000;
/** A full load of uploads fills some gigabytes an hour. */
const BUDGET_EVERY_MS = 60_000;
/** Hours close ten minutes after their end; a minute more does not matter. */
const ROLL_EVERY_MS = 60_000;

/** Rows of profiles may be gone, or have others in their place. */
const REPLACES_ROWS: ReadonlySet<StoreEvent['kind']> = new Set(['partition-dropped', 'repaired', 'quarantined']);

/**
 * Brings the schema up to date, learns what an earlier process left unfinished, and takes uploads from then on; repairs go on in
 * the background.
 * @throws when the engine does not answer, or the data was written by a newer version
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { connection, decode, dataDir, now = Date.now } = options;
  const recent = new RecentLookUps();
  const onEvent = (event: StoreEvent): void => {
    if (REPLACES_ROWS.has(event.kind)) recent.clear();
    options.onEvent?.(event);
  };
  const limits: StoreLimits = {
    ...DEFAULT_STORE_LIMITS,
    ...options.limits,
    ...(options.queueBytes === undefined ? {} : { queueBytes: options.queueBytes }),
  };
  const client = new EngineClient({ connection });
  const frozen = new FrozenDays();
  const hours = new RolledHours(now, (day) => frozen.has(day));
  const port = new EnginePort(
    client,
    options.syncNames,
    (touched) => hours.touch(touched),
    (projects) => recent.releases.written(projects),
  );
  const disk = new DiskFloor({ directory: dataDir, floorBytes: options.diskFloorBytes ?? DEFAULT_DISK_FLOOR_BYTES });
  const registry = new ProjectRegistry(limits.project);
  const ingestLog = new BufferedIngestLog({
    insert: (block) => port.insert(block),
    now,
    onError: (error) => onEvent({ kind: 'background-failed', task: 'ingest-log', error: String(error) }),
  });
  const erased = new Set<ProjectId>();
  const gate: SeriesGate = {
    admit: (projectId, lo, hi) => registry.admitSeries(projectId, lo, hi),
    overflowed: ({ projectId, original }, app, samples) =>
      ingestLog.record({
        projectId,
        source: original.source,
        outcome: 'dropped',
        reason: 'sample_labels',
        count: samples,
        bytes: 0,
        app,
        message: 'Samples were kept without their labels: too many label sets.',
      }),
  };
  const writer = new StoreWriter({
    gate,
    port,
    decode,
    limits,
    log: ingestLog,
    now,
    onEvent,
    admit: (upload) => {
      if (erased.has(upload.projectId)) throw new HearthError('project_not_found');
      disk.check();
      checkTime(upload, now(), (day) => frozen.has(day));
      registry.admit(upload);
    },
  });
  const isClear = () => writer.status.accepting && writer.status.backlogGroups === 0;
  const roller = new Roller({
    client,
    hours,
    quietly: (task) => writer.alone(task),
    isClear,
    isFrozen: (day) => frozen.has(day),
    syncNames: options.syncNames ?? (async () => undefined),
    now,
    onEvent,
  });
  const pins = options.pins ?? (async () => []);
  const onDropped = () => {
    recent.clear();
    return roller.reload();
  };
  const retention = new Retention({ client, now, onEvent, pins, hours, frozen, onDropped });
  const { diskBudgetBytes } = options;
  const diskBudget = new DiskBudget({
    client,
    budgetBytes: diskBudgetBytes,
    retention,
    hours,
    pins,
    isClear,
    now,
    onEvent,
  });
  const quarantine = new Quarantine({ client, port, decode, gate, writer, now });
  try {
    await runMigrations(client);
    frozen.learn(await listPartitions(client));
    await Promise.all([disk.look(), seedRegistry(client, registry)]);
    await quarantine.count();
    await writer.start();
  } catch (error) {
    disk.close();
    await ingestLog.close();
    client.close();
    throw error;
  }
  return new Store({
    recent,
    client,
    port,
    decode,
    disk,
    ingestLog,
    writer,
    registry,
    quarantine,
    retention,
    hours,
    roller,
    diskBudget,
    erased,
    onEvent,
  });
}

interface StoreParts {
  readonly recent: RecentLookUps;
  readonly client: EngineClient;
  readonly port: EnginePort;
  readonly decode: DecodeOriginal;
  readonly disk: DiskFloor;
  readonly ingestLog: BufferedIngestLog;
  readonly writer: StoreWriter;
  readonly registry: ProjectRegistry;
  readonly quarantine: Quarantine;
  readonly retention: Retention;
  readonly hours: RolledHours;
  readonly roller: Roller;
  readonly diskBudget: DiskBudget;
  /** Projects of which nothing is taken any more. */
  readonly erased: Set<ProjectId>;
  readonly onEvent: (event: StoreEvent) => void;
}

/** State of the store, for metrics and the page. */
export interface StoreStatus {
  /** Uploads accepted and not yet visible. */
  readonly queueUploads: number;
  readonly queueBytes: number;
  /** Groups that wait to be derived from their originals. */
  readonly backlogGroups: number;
  readonly quarantinedUploads: number;
  readonly idCollisions: number;
  readonly diskFull: boolean;
  readonly diskBudget: DiskBudgetStatus;
  /** Why uploads are not taken right now; undefined when they are. */
  readonly notReady: string | undefined;
}

/** Everything that speaks to ClickHouse. */
export class Store {
  readonly writer: StoreWriter;
  readonly ingestLog: BufferedIngestLog;
  readonly client: EngineClient;
  readonly quarantine: Quarantine;
  readonly retention: Retention;
  readonly recent: RecentLookUps;
  /** What is rolled, for whoever asks about values. */
  readonly hours: RolledHours;
  readonly roller: Roller;
  readonly diskBudget: DiskBudget;
  readonly #parts: StoreParts;
  readonly #timers: readonly NodeJS.Timeout[];
  #isRebuilding = false;
  #closed: Promise<void> | undefined;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.writer = parts.writer;
    this.ingestLog = parts.ingestLog;
    this.client = parts.client;
    this.quarantine = parts.quarantine;
    this.retention = parts.retention;
    this.recent = parts.recent;
    this.hours = parts.hours;
    this.roller = parts.roller;
    this.diskBudget = parts.diskBudget;
    this.#timers = [
      setInterval(() => this.#inBackground('sweep', () => this.writer.sweep()), SWEEP_EVERY_MS).unref(),
      setInterval(() => this.#inBackground('retention', () => this.retention.run()), RETENTION_EVERY_MS).unref(),
      setInterval(() => this.#inBackground('disk-budget', () => this.diskBudget.run()), BUDGET_EVERY_MS).unref(),
      setInterval(() => this.#inBackground('rollups', () => this.roller.run()), ROLL_EVERY_MS).unref(),
    ];
    this.#inBackground('retention', () => this.retention.run());
    this.#inBackground('rollups', () => this.roller.run());
    this.#inBackground('disk-budget', () => this.diskBudget.run());
  }

  status(): StoreStatus {
    const { accepting, ...writer } = this.writer.status;
    const diskFull = this.#parts.disk.isBelow;
    const notReady = accepting
      ? diskFull
        ? 'Free disk space is below the floor.'
        : undefined
      : 'The store is recovering.';
    return { ...writer, diskFull, diskBudget: this.diskBudget.status, notReady };
  }

  /** To be told when the engine is back after it died. */
  engineRestarted(): void {
    this.writer.engineRestarted();
  }

  /**
   * Derives everything again from the originals that are kept: a step for each day. One at a time.
   * @throws HearthError `conflict` while another one is under way
   */
  async *rebuild(signal?: AbortSignal): AsyncGenerator<RebuildStep> {
    if (this.#isRebuilding) throw new HearthError('conflict', { message: 'A rebuild is under way already.' });
    this.#isRebuilding = true;
    try {
      for await (const step of rebuild(this.#parts, signal)) {
        this.recent.clear();
        yield step;
      }
    } finally {
      this.#isRebuilding = false;
    }
  }

  /** Deletes all rows of a project; what is still sent of it is refused from now on. May be cut off and called again. */
  async eraseProject(project: ProjectId): Promise<void> {
    this.#parts.erased.add(project);
    await this.ingestLog.forgetProject(project);
    await this.writer.flush();
    await this.writer.alone(() => eraseProject(this.client, project));
    this.#parts.registry.forget(project);
    this.hours.forgetProject(project);
    this.recent.clear();
  }

  /** Takes no more uploads, makes visible what was acknowledged, and lets go of the engine. May be called again. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#parts.disk.close();
    await this.roller.close();
    await this.writer.close();
    await this.ingestLog.close();
    this.client.close();
  }

  #inBackground(task: string, run: () => Promise<unknown>): void {
    run().catch((error: unknown) => this.#parts.onEvent({ kind: 'background-failed', task, error: String(error) }));
  }
}
