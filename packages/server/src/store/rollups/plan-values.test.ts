import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_SAMPLE_RANGES, planValues } from './plan-values.ts';

const HOUR_MS = 3_600_000;
const FIRST = 24 * 20_000;
const HOURS = 24 * 4;

/** Hour by hour: unknown, due, or rolled; days with nothing due may be rolled. */
const book = fc
  .tuple(
    fc.array(fc.constantFrom('none', 'due', 'rolled', 'rolled', 'rolled'), { minLength: HOURS, maxLength: HOURS }),
    fc.array(fc.boolean(), { minLength: HOURS / 24, maxLength: HOURS / 24 }),
  )
  .map(([states, wantedDays]) => {
    const due = new Map<number, number>();
    const rolled = new Map<number, number>();
    const days = new Map<number, number>();
    for (const [at, state] of states.entries()) {
      if (state === 'due') due.set(FIRST + at, 0);
      if (state === 'rolled') rolled.set(FIRST + at, 1_000 + at);
    }
    for (const [day, isWanted] of wantedDays.entries()) {
      const own = states.slice(day * 24, (day + 1) * 24);
      if (isWanted && !own.includes('due') && own.includes('rolled')) days.set(FIRST / 24 + day, 2_000 + day);
    }
    return { due, rolled, days };
  });

test('reads every minute of an hour with samples exactly once, and nothing outside', () => {
  const minute = fc.integer({ min: -120, max: HOURS * 60 + 120 });
  fc.assert(
    fc.property(book, minute, minute, (app, a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)].map((at) => FIRST * HOUR_MS + at * 60_000) as [
        number,
        number,
      ];
      const plan = planValues(app, from, to);
      expect(plan.samples.length).toBeLessThanOrEqual(MAX_SAMPLE_RANGES);
      const pieces: (readonly [number, number])[] = [
        ...plan.days.versions.map((version) => [FIRST + (version - 2_000) * 24, 24] as const),
        ...plan.hours.versions.map((version) => [FIRST + version - 1_000, 1] as const),
      ].map(([hour, hours]) => [hour * HOUR_MS, (hour + hours) * HOUR_MS] as const);
      for (const [begin, end] of pieces) {
        expect(begin >= plan.rolledFromMs && end <= plan.rolledToMs).toBe(true);
        expect(begin >= from && end <= to).toBe(true);
      }
      if (plan.fewer !== undefined) {
        // A day is its hours: what is left of it is what the plan has of it.
        const { days, less, hours } = plan.fewer;
        const own = days.versions.flatMap((version) =>
          Array.from({ length: 24 }, (_, at) => app.rolled.get(FIRST + (version - 2_000) * 24 + at) ?? -1),
        );
        const left = own.filter((version) => version > 0 && !less.versions.includes(version));
        expect([...left, ...hours.versions].sort()).toEqual([...plan.hours.versions].sort());
        expect(less.versions.every((version) => own.includes(version))).toBe(true);
        expect(days.versions.length + less.versions.length + hours.versions.length).toBeLessThan(
          plan.hours.versions.length,
        );
      }
      for (const { fromMs = 0, toMs = 0 } of plan.samples) pieces.push([fromMs, toMs]);
      for (const hour of [...app.due.keys(), ...app.rolled.keys()]) {
        for (const at of [0, 1, 30, 59].map((one) => hour * HOUR_MS + one * 60_000)) {
          const times = pieces.filter(([begin, end]) => at >= begin && at < end).length;
          expect(times).toBe(at >= from && at < to ? 1 : 0);
        }
      }
    }),
  );
});

test('of days without samples, whole hours are read rolled, and those that are cut are said to be lost', () => {
  const rolled = new Map(Array.from({ length: 48 }, (_, at) => [FIRST + at, 1_000 + at]));
  // Every third hour of the second day has to be read from samples, which are there.
  const due = new Map<number, number>();
  for (let at = 25; at < 48; at += 3) {
    rolled.delete(FIRST + at);
    due.set(FIRST + at, 0);
  }
  const isFrozen = (day: number) => day === FIRST / 24;
  const from = FIRST * HOUR_MS + 90 * 60_000;
  const plan = planValues({ due, rolled, days: new Map() }, from, (FIRST + 48) * HOUR_MS, isFrozen);
  expect(plan.lostHours).toBe(1);
  expect(plan.samples.length).toBeLessThanOrEqual(MAX_SAMPLE_RANGES);
  expect(plan.samples.every(({ fromMs = 0 }) => fromMs >= (FIRST + 24) * HOUR_MS)).toBe(true);
  expect(plan.hours.versions.slice(0, 22)).toEqual(Array.from({ length: 22 }, (_, at) => 1_002 + at));
});

test('an open end reaches as far as anything is known', () => {
  const app = { due: new Map([[FIRST + 2, 0]]), rolled: new Map([[FIRST, 7]]), days: new Map<number, number>() };
  expect(planValues(app, undefined, undefined)).toMatchObject({
    hours: { versions: [7], starts: [FIRST * 3_600] },
    samples: [{ fromMs: (FIRST + 2) * HOUR_MS, toMs: (FIRST + 3) * HOUR_MS }],
  });
});

test('a part of rolled hours is known by their versions, unless something else may come into it', () => {
  const known = (hours: readonly number[], due: readonly number[], from: number, to: number) =>
    planValues(
      {
        rolled: new Map(hours.map((hour) => [FIRST + hour, 1_000 + hour])),
        due: new Map(due.map((hour) => [FIRST + hour, 0])),
        days: new Map(),
      },
      (FIRST + from) * HOUR_MS,
      (FIRST + to) * HOUR_MS,
    ).samples.map(({ versions }) => versions);
  expect(known([0, 1, 2], [], 0.5, 2.5)).toEqual([[1_000], [1_002]]);
  expect(known([0, 1], [], 0.5, 1.5)).toEqual([[1_000, 1_001]]);
  expect(known([0, 2], [], 0.5, 2.5)).toEqual([undefined]);
  expect(known([0, 2], [1], 0.5, 2.5)).toEqual([undefined]);
  expect(known([0], [], 0.5, 2)).toEqual([[1_000]]);
});
