import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planTotals } from './plan-totals.ts';

const HOUR_MS = 3_600_000;
const FIRST = 24 * 20_000;
const HOURS = 30;

/** Hour by hour: nothing stored, due, or rolled under a version that says which hour it is. */
const book = fc
  .array(fc.constantFrom('none', 'due', 'rolled', 'rolled'), { minLength: HOURS, maxLength: HOURS })
  .map((states) => ({
    states,
    due: new Map(states.flatMap((state, at) => (state === 'due' ? [[FIRST + at, 0] as const] : []))),
    rolled: new Map(
      states.flatMap((state, at) => (state === 'rolled' ? [[FIRST + at, 7 * (FIRST + at)] as const] : [])),
    ),
    days: new Map<number, number>(),
  }));

test('reads every minute of every app exactly once, whole hours of it rolled', () => {
  fc.assert(
    fc.property(
      fc.array(book, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: -60, max: HOURS * 60 + 60 }),
      fc.integer({ min: -60, max: HOURS * 60 + 60 }),
      (books, a, b) => {
        const apps = books.map((one, at) => ({ ...one, app: `app-${String(at)}` }));
        const [fromMs, toMs] = [Math.min(a, b), Math.max(a, b)].map((at) => FIRST * HOUR_MS + at * 60_000) as [
          number,
          number,
        ];
        const plan = planTotals(apps, fromMs, toMs);
        for (const { app, states } of apps) {
          const hours = plan.hours.filter((one) => one.app === app).map(({ version }) => version / 7);
          expect(new Set(hours).size).toBe(hours.length);
          for (const hour of hours) {
            expect(states[hour - FIRST]).toBe('rolled');
            expect([hour * HOUR_MS >= plan.rolledFromMs, (hour + 1) * HOUR_MS <= plan.rolledToMs]).toEqual([
              true,
              true,
            ]);
          }
          for (const [at, state] of states.entries()) {
            if (state === 'none') continue;
            for (let minute = 0; minute < 60; minute += 7) {
              const ms = (FIRST + at) * HOUR_MS + minute * 60_000;
              const inTotals = plan.totals.filter(
                (one) => ms >= (one.fromMs ?? 0) && ms < (one.toMs ?? Infinity),
              ).length;
              const read = inTotals + (hours.includes(FIRST + at) ? 1 : 0);
              expect(read).toBe(ms >= fromMs && ms < toMs ? 1 : 0);
            }
          }
        }
      },
    ),
  );
});

test('an hour that one app has not rolled is read from totals for all', () => {
  const rolled = (hours: readonly number[]) => new Map(hours.map((hour) => [hour, hour + 1]));
  const none = new Map<number, number>();
  const plan = planTotals([
    { app: 'shop', due: none, rolled: rolled([10, 11, 12]), days: none },
    { app: 'pay', due: new Map([[11, 0]]), rolled: rolled([10, 12]), days: none },
  ]);
  expect(plan.hours).toEqual([
    { app: 'shop', version: 11 },
    { app: 'shop', version: 13 },
    { app: 'pay', version: 11 },
    { app: 'pay', version: 13 },
  ]);
  expect(plan.totals).toEqual([{ fromMs: 11 * HOUR_MS, toMs: 12 * HOUR_MS }]);
});
