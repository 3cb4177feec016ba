import { expect, it } from 'vitest';
import type { SendersAnswer } from '../../api/wire.ts';
import { senderRows, worstGaps } from './sender-rows.ts';

const NOON_MS = Date.UTC(2026, 10, 21, 12);
const at = (minutesAgo: number): string => new Date(NOON_MS - minutesAgo * 60_000).toISOString();

const answer: SendersAnswer = {
  slotSeconds: 10,
  senders: [
    {
      source: 'datadog',
      app: 'checkout',
      profiles: 600,
      lastReceived: at(0),
      periodSeconds: 10,
      gaps: [
        { from: at(300), to: at(286) },
        { from: at(90), to: at(85) },
      ],
    },
    { source: 'file', app: 'ci', profiles: 2, lastReceived: at(600), periodSeconds: null, gaps: [] },
    {
      source: 'otlp',
      app: 'search',
      profiles: 60,
      lastReceived: at(4),
      periodSeconds: 60,
      gaps: [{ from: at(4), to: null }],
    },
  ],
  clocks: [{ source: 'datadog', app: 'checkout', host: 'web-3', verdict: 'ahead', lagSeconds: -48 }],
};

it('puts first who is silent, and knows how long all gaps of an app were', () => {
  const rows = senderRows(answer, {}, NOON_MS);
  expect(rows.map(({ app, period, gapsMs, clocks }) => [app, period, gapsMs / 60_000, clocks.length])).toEqual([
    ['search', '1 min', 4, 0],
    ['checkout', '≤ 10 s', 19, 1],
    ['ci', undefined, 0, 0],
  ]);
  expect(senderRows(answer, { source: 'file' }, NOON_MS).map(({ app }) => app)).toEqual(['ci']);
});

it('finds the gaps to look at: what lasts, then the longest', () => {
  const gaps = worstGaps(senderRows(answer, {}, NOON_MS));
  expect(gaps.map(({ app, isOpen, fromMs, toMs }) => [app, isOpen, (toMs - fromMs) / 60_000])).toEqual([
    ['search', true, 4],
    ['checkout', false, 14],
    ['checkout', false, 5],
  ]);
});
