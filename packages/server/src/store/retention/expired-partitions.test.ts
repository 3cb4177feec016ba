import { expect, test } from 'vitest';
import { dayOf, expiryWeek } from '../derive/expiry-week.ts';
import { isExpired } from './expired-partitions.ts';

const at = (date: string): number => Date.parse(`${date}T12:00:00Z`);
const facts = { table: 'samples', id: 'x', value: "(30,'2026-10-01')" };

test('facts live for their class of days, to the end of the last one', () => {
  expect(isExpired(facts, at('2026-10-31'))).toBe(false);
  expect(isExpired(facts, at('2026-11-01'))).toBe(true);
});

test('what facts refer to lives as long as any of them', () => {
  for (let day = 0; day < 40; day++) {
    for (const keep of [1, 7, 30, 365]) {
      const startMs = at('2026-10-01') + day * 86_400_000;
      const fact = { table: 'samples', id: 'x', value: `(${keep},'${new Date(startMs).toISOString().slice(0, 10)}')` };
      const node = { table: 'nodes', id: 'x', value: String(expiryWeek(startMs, keep)) };
      const lastDayMs = (dayOf(startMs) + keep) * 86_400_000;
      expect(isExpired(node, lastDayMs)).toBe(false);
      expect(isExpired(fact, lastDayMs)).toBe(false);
      expect(isExpired(node, lastDayMs + 9 * 86_400_000)).toBe(true);
    }
  }
});

test('counters live for 30 days, and what has another name is left alone', () => {
  expect(isExpired({ table: 'ingest_events', id: 'x', value: '2026-10-01' }, at('2026-10-31'))).toBe(false);
  expect(isExpired({ table: 'ingest_events', id: 'x', value: '2026-10-01' }, at('2026-11-01'))).toBe(true);
  expect(isExpired({ table: 'other', id: 'x', value: '2026-10-01' }, at('2030-01-01'))).toBe(false);
  expect(isExpired({ table: 'schema_migrations', id: 'all', value: 'tuple()' }, at('2030-01-01'))).toBe(false);
});
