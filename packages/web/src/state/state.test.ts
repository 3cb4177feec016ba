import { describe, expect, it } from 'vitest';
import { filterText, matcherOf, selectionSearch, selectorOf } from './place-search.ts';
import { alignedSpan, stepSecondsFor } from './slots.ts';
import { parseRange, rangeLabel, rangeText, shifted, spanOf } from './time-range.ts';

const NOON = Date.UTC(2026, 10, 21, 12);

describe('time ranges', () => {
  it.each(['15m', '1h', '6h', '24h', '7d', '30d', '1763726400..1763730000'])('reads and writes %s', (text) => {
    const range = parseRange(text);
    expect(range).toBeDefined();
    if (range !== undefined) expect(parseRange(rangeText(range))).toEqual(range);
  });

  it.each(['', 'yesterday', '0h', '5..4', '1..2..3', '99999999999h'])('does not read %s', (text) => {
    expect(parseRange(text)).toBeUndefined();
  });

  it('keeps relative ranges relative, and shifts by their length', () => {
    const range = parseRange('6h')!;
    const span = spanOf(range, NOON);
    expect(span).toEqual({ fromMs: NOON - 6 * 3_600_000, toMs: NOON });
    expect(shifted(span, -1)).toMatchObject({ kind: 'between', toMs: span.fromMs });
    expect(rangeLabel(range, NOON)).toBe('Last 6 hours');
  });

  it('takes slots that fit, aligned', () => {
    const span = { fromMs: NOON - 6 * 3_600_000 + 1, toMs: NOON };
    expect(stepSecondsFor(span, 200)).toBe(120);
    expect(alignedSpan(span, 120).fromMs).toBe(NOON - 6 * 3_600_000);
  });
});

describe('what an address says', () => {
  it('leaves out what it cannot read', () => {
    const search = selectionSearch({ app: 'checkout', range: 'rubbish', where: 'no list' });
    expect(search).toEqual({ app: 'checkout' });
  });

  it.each(['host=eu-1a', 'region!=eu', 'path=~/a=b/.*', 'empty='])('reads the filter %s', (filter) => {
    const matcher = matcherOf(filter);
    expect(matcher && filterText(matcher)).toBe(filter);
  });

  it('makes a selector', () => {
    const span = { fromMs: NOON - 1_000, toMs: NOON };
    expect(selectorOf({ app: 'a', where: ['host=x'] }, 'cpu', span)).toEqual({
      app: 'a',
      labels: [{ name: 'host', op: '=', value: 'x' }],
      type: 'cpu',
      from: '2026-11-21T11:59:59.000Z',
      to: '2026-11-21T12:00:00.000Z',
    });
  });
});
