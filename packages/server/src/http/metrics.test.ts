import { describe, expect, it } from 'vitest';
import type { IngestEvent } from '../store/upload.ts';
import { Metrics } from './metrics.ts';

const readings = {
  queueUploads: 3,
  queueBytes: 4096,
  quarantinedUploads: 1,
  diskBudget: { usedBytes: 3, droppedPartitions: 2 },
  idCollisions: 0,
  engineReady: true,
  engineRestarts: 2,
  agents: 4,
  runningCaptures: 1,
  spoolBytes: 0,
};

describe('Metrics', () => {
  it('shows gauges as they are at the scrape', async () => {
    let queueUploads = 3;
    const metrics = new Metrics(() => ({ ...readings, queueUploads }));
    expect(await metrics.registry.metrics()).toContain('hearth_queue_uploads 3');
    queueUploads = 7;
    expect(await metrics.registry.metrics()).toContain('hearth_queue_uploads 7');
  });

  it('shows what only grows as counters, and counts nothing twice', async () => {
    const metrics = new Metrics(() => readings);
    await metrics.registry.metrics();
    const text = await metrics.registry.metrics();
    expect(text).toContain('# TYPE hearth_engine_restarts_total counter\nhearth_engine_restarts_total 2\n');
    expect(text).toContain('hearth_budget_dropped_partitions_total 2\n');
    for (const [, name, type] of text.matchAll(/^# TYPE (hearth_\w+) (\w+)$/gm)) {
      expect([name, name?.endsWith('_total')]).toEqual([name, type === 'counter']);
    }
  });

  it('counts captures by state, and shows agents', async () => {
    const metrics = new Metrics(() => readings);
    for (const state of ['requested', 'done', 'requested']) metrics.capture(state);
    const text = await metrics.registry.metrics();
    expect(text).toContain('hearth_captures_total{state="requested"} 2');
    expect(text).toContain('hearth_agents 4');
  });

  it('counts ingest events on their way to the log, without project or app', async () => {
    const metrics = new Metrics(() => readings);
    const events: IngestEvent[] = [];
    const event: IngestEvent = {
      projectId: 7,
      source: 'datadog',
      outcome: 'dropped',
      reason: 'invalid_event',
      count: 2,
      bytes: 100,
      app: 'secret-app',
      message: 'no',
    };
    metrics.counting({ record: (e) => void events.push(e) }).record(event);
    const text = await metrics.registry.metrics();
    expect(events).toEqual([event]);
    expect(text).toContain('hearth_ingest_uploads_total{source="datadog",outcome="dropped",reason="invalid_event"} 2');
    expect(text).not.toContain('secret-app');
  });
});
