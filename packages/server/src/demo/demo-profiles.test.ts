import { encodePprof, type Profile, totalsOf } from '@hearth/profile';
import { expect, test } from 'vitest';
import { COARSE_WINDOW_MS, DEMO_DAY_MS, DEMO_WINDOW_MS, type DemoProfile, demoProfiles } from './demo-profiles.ts';
import { DEMO_SERVICES } from './demo-services.ts';

const UNTIL_MS = Date.UTC(2026, 10, 21, 15, 2);
const coresOf = ({ profile, startMs, endMs }: DemoProfile): number =>
  Number(totalsOf(profile)[0]!) / 1e6 / (endMs - startMs);
const all = [...demoProfiles(DEMO_SERVICES, UNTIL_MS)];
const of = (app: string, host?: string): readonly DemoProfile[] =>
  all.filter((profile) => profile.service.app === app && (host === undefined || profile.host.name === host));

/** Share of a profile's first type in stacks that a function is in. */
function shareOf(profiles: readonly DemoProfile[], name: string): number {
  let found = 0;
  let total = 0;
  for (const { profile } of profiles) {
    const has = stacksWith(profile, name);
    for (let sample = 0; sample < profile.samples.length; sample++) {
      const value = profile.samples.values[0]![sample]!;
      total += value;
      if (has[profile.samples.stack[sample]!] === true) found += value;
    }
  }
  return found / total;
}

function stacksWith({ strings, functions, frames, stacks }: Profile, name: string): readonly boolean[] {
  const has: boolean[] = [];
  for (let stack = 0; stack < stacks.length; stack++) {
    const own = strings[functions.name[frames.func[stacks.frame[stack]!]!]!] === name;
    has.push(own || (stacks.parent[stack]! >= 0 && has[stacks.parent[stack]!]!));
  }
  return has;
}

test('two days of every host up to the minute, the newest first', () => {
  const fine = DEMO_DAY_MS / DEMO_WINDOW_MS;
  const coarse = DEMO_DAY_MS / COARSE_WINDOW_MS;
  for (const { app, hosts } of DEMO_SERVICES) {
    for (const { name, isQuiet } of hosts) {
      const profiles = of(app, name);
      const down = name === 'catalog-2' ? 8 : 0;
      expect(profiles.length, name).toBe(2 * (isQuiet ? coarse : fine) - down);
      expect(new Set(profiles.map(({ release }) => release)).size, name).toBe(2);
      const gaps = profiles.slice(1).filter(({ endMs }, index) => profiles[index]!.startMs !== endMs);
      expect(gaps.length, name).toBe(down === 0 ? 0 : 1);
    }
  }
  expect(all[0]!.endMs).toBe(UNTIL_MS);
  expect(all.at(-1)!.startMs).toBe(UNTIL_MS - 2 * DEMO_DAY_MS);
});

test('the same minute gives the same bytes, another one gives others', () => {
  const first = (untilMs: number): string =>
    Buffer.from(encodePprof(demoProfiles(DEMO_SERVICES, untilMs).next().value!.profile)).toString('hex');
  expect(first(UNTIL_MS) === first(UNTIL_MS + 1000)).toBe(true);
  expect(first(UNTIL_MS) === first(UNTIL_MS + DEMO_WINDOW_MS)).toBe(false);
});

test('the second release of checkout compiles rules for a fifth of its time and more, the first one hardly ever', () => {
  const production = of('checkout').filter(({ host }) => host.environment === 'production');
  const byRelease = (release: string) => production.filter((profile) => profile.release === release);
  const [before, after] = [byRelease('checkout@2.13.2'), byRelease('checkout@2.14.0')];
  expect(before.length + after.length).toBe(production.length);
  expect(shareOf(before, 'compileRule')).toBeLessThan(0.02);
  expect(shareOf(after, 'compileRule')).toBeGreaterThan(0.2);
  expect(shareOf(after, 'compileRule')).toBeLessThan(0.5);
  // What calls it got slower with it, what does not stayed.
  expect(shareOf(after, 'chargeCard') / shareOf(before, 'chargeCard')).toBeLessThan(1);
});

test.each([
  ['gateway', 0.4, 2],
  ['checkout', 0.3, 1],
  ['catalog', 0.4, 2],
])(
  '%s has a hundred stacks or so, as deep as real ones, and keeps a host busy with %f to %f cores',
  (app, least, most) => {
    const profiles = of(app).filter(({ host }) => host.environment === 'production');
    const cores = profiles.map(coresOf);
    const mean = cores.reduce((sum, one) => sum + one, 0) / cores.length;
    expect([mean > least, mean < most, mean], String(mean)).toEqual([true, true, mean]);
    const { samples, stacks: tree } = profiles[0]!.profile;
    const depth = Math.max(...Array.from(samples.stack, (stack) => depthOf(tree.parent, stack)));
    expect([samples.length > 60, samples.length < 200, depth > 15, depth < 30], `${samples.length} ${depth}`).toEqual(
      Array.from({ length: 4 }, () => true),
    );
  },
);

test('the night is quieter than the evening, but for the job of the night', () => {
  const mean = (app: string, hour: number): number => {
    const profiles = of(app).filter(({ startMs }) => new Date(startMs).getUTCHours() === hour);
    return profiles.reduce((sum, profile) => sum + coresOf(profile), 0) / profiles.length;
  };
  expect(mean('gateway', 4) / mean('gateway', 19)).toBeLessThan(0.5);
  expect(mean('catalog', 2) / mean('catalog', 4)).toBeGreaterThan(1.3);
  expect(
    shareOf(
      of('catalog').filter(({ startMs }) => new Date(startMs).getUTCHours() === 12),
      'rebuild_index',
    ),
  ).toBe(0);
});

function depthOf(parent: Int32Array, stack: number): number {
  let depth = 0;
  for (let at = stack; at >= 0; at = parent[at]!) depth++;
  return depth;
}
