import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { IngestEvent, IngestLog } from '../store/upload.ts';

/** What the gauges show at the moment of a scrape. */
export interface GaugeReadings {
  readonly queueUploads: number;
  readonly queueBytes: number;
  readonly quarantinedUploads: number;
  readonly diskBudget: { readonly usedBytes: number; readonly droppedPartitions: number };
  readonly idCollisions: number;
  readonly engineReady: boolean;
  readonly engineRestarts: number;
  /** Agents that are linked. */
  readonly agents: number;
  /** Captures that have not ended. */
  readonly runningCaptures: number;
  /** Files of captures on their way into the store. */
  readonly spoolBytes: number;
}

/** Seconds; from a quick facet question to an upload that waits for a slow disk. */
const durationBuckets = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** The numbers that Prometheus reads at `/metrics`. No label holds a tenant's data: projects and apps are left out. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #uploads: Counter<'source' | 'outcome' | 'reason'>;
  readonly #uploadBytes: Counter<'source' | 'outcome'>;
  readonly #foreignKeys: Counter;
  readonly #captures: Counter<'state'>;
  readonly #selfProfileWindows: Counter<'outcome'>;

  constructor(read: () => GaugeReadings) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry });
    const registers = [registry];
    this.#requests = new Histogram({
      name: 'hearth_http_request_seconds',
      help: 'Time from the first byte of a request to the last of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: durationBuckets,
      registers,
    });
    this.#uploads = new Counter({
      name: 'hearth_ingest_uploads_total',
      help: 'Uploads and parts of uploads by what became of them.',
      labelNames: ['source', 'outcome', 'reason'],
      registers,
    });
    this.#uploadBytes = new Counter({
      name: 'hearth_ingest_bytes_total',
      help: 'Bytes of uploads as sent.',
      labelNames: ['source', 'outcome'],
      registers,
    });
    this.#foreignKeys = new Counter({
      name: 'hearth_ingest_foreign_keys_total',
      help: "Uploads on a trusted listener that carried another vendor's key, which was ignored.",
      registers,
    });
    this.#captures = new Counter({
      name: 'hearth_captures_total',
      help: 'Captures by the states that they entered.',
      labelNames: ['state'],
      registers,
    });
    this.#selfProfileWindows = new Counter({
      name: 'hearth_self_profile_windows_total',
      help: "Windows of the server's profile of itself by what became of them.",
      labelNames: ['outcome'],
      registers,
    });
    const gauge = (name: string, help: string, value: (readings: GaugeReadings) => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value(read()));
        },
      });
    /** What only grows, counted elsewhere. */
    const counter = (name: string, help: string, value: (readings: GaugeReadings) => number) =>
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(value(read()));
        },
      });
    gauge('hearth_queue_uploads', 'Uploads accepted and not yet visible.', (r) => r.queueUploads);
    gauge('hearth_queue_bytes', 'Bytes of uploads accepted and not yet visible.', (r) => r.queueBytes);
    gauge('hearth_quarantined_uploads', 'Uploads that the engine refused to store.', (r) => r.quarantinedUploads);
    gauge('hearth_tables_bytes', 'Bytes of all tables, as last looked at.', (r) => r.diskBudget.usedBytes);
    counter(
      'hearth_budget_dropped_partitions_total',
      'Partitions dropped before their time for the disk budget, since the start.',
      (r) => r.diskBudget.droppedPartitions,
    );
    counter('hearth_id_collisions_total', 'Ids of nodes or frames seen with other content.', (r) => r.idCollisions);
    gauge('hearth_engine_up', '1 while the engine answers.', (r) => (r.engineReady ? 1 : 0));
    counter(
      'hearth_engine_restarts_total',
      'Restarts of the engine since the server started.',
      (r) => r.engineRestarts,
    );
    gauge('hearth_agents', 'Agents that are linked.', (r) => r.agents);
    gauge('hearth_captures_running', 'Captures that have not ended.', (r) => r.runningCaptures);
    gauge('hearth_captures_spool_bytes', 'Files of captures not yet in the store.', (r) => r.spoolBytes);
  }

  request(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  foreignKey(): void {
    this.#foreignKeys.inc();
  }

  /** A capture has entered a state. */
  capture(state: string): void {
    this.#captures.inc({ state });
  }

  /** A window of the server's profile of itself has ended. */
  selfProfileWindow(outcome: string): void {
    this.#selfProfileWindows.inc({ outcome });
  }

  /** An ingest log that also counts here. */
  counting(log: IngestLog): IngestLog {
    return {
      record: (event: IngestEvent) => {
        const { source, outcome, reason } = event;
        this.#uploads.inc({ source, outcome, reason }, event.count);
        this.#uploadBytes.inc({ source, outcome }, event.bytes);
        log.record(event);
      },
    };
  }
}
