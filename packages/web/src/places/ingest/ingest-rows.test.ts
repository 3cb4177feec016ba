import { describe, expect, it } from 'vitest';
import { ingestBars, ingestRows } from './ingest-rows.ts';

const tally = (source: string, outcome: string, reason: string, count: number, app = 'shop') => ({
  source,
  outcome,
  reason,
  app,
  count,
  bytes: count * 10,
  last: '2026-11-21T12:00:00.000Z',
});
const tallies = [
  tally('file', 'accepted', '', 5, 'ci'),
  tally('sentry', 'accepted', '', 40),
  tally('sentry', 'dropped', 'body_too_large', 3, ''),
  tally('file', 'dropped', 'body_too_large', 1, ''),
  tally('sentry', 'dropped', 'invalid_profile', 2),
  tally('sentry', 'duplicate', 'sent_again', 7),
];

describe('ingestRows', () => {
  it('adds up by source and reason, the largest first', () => {
    const rows = ingestRows(tallies, {});
    expect(rows).toMatchObject({ accepted: 45, dropped: 6, duplicates: 7 });
    expect(rows.sources.map(({ source, accepted, dropped }) => [source, accepted, dropped])).toEqual([
      ['sentry', 40, 5],
      ['file', 5, 1],
    ]);
    expect(rows.sources[0]?.apps).toEqual(['shop']);
    expect(rows.reasons).toEqual([
      { reason: 'body_too_large', count: 4, sources: ['sentry', 'file'] },
      { reason: 'invalid_profile', count: 2, sources: ['sentry'] },
    ]);
  });

  it('keeps what was accepted when a reason is chosen, and nothing of other sources when one is', () => {
    expect(ingestRows(tallies, { reason: 'invalid_profile' })).toMatchObject({
      accepted: 45,
      dropped: 2,
      duplicates: 0,
    });
    expect(ingestRows(tallies, { source: 'file' })).toMatchObject({ accepted: 5, dropped: 1 });
  });
});

describe('ingestBars', () => {
  it('draws every slot of the span, and leaves out what lies outside', () => {
    const slot = (start: string, outcome: string, count: number) => ({
      start,
      source: 'file',
      outcome,
      reason: '',
      count,
    });
    const fromMs = Date.parse('2026-11-21T12:00:00Z');
    const bars = ingestBars(
      [
        slot('2026-11-21T12:01:00.000Z', 'accepted', 3),
        slot('2026-11-21T12:01:00.000Z', 'dropped', 2),
        slot('2026-11-21T12:03:00.000Z', 'accepted', 9),
      ],
      { fromMs, toMs: fromMs + 180_000 },
      60,
      {},
    );
    expect(bars.map(({ accepted, dropped }) => [accepted, dropped])).toEqual([
      [0, 0],
      [3, 2],
      [0, 0],
    ]);
  });
});
