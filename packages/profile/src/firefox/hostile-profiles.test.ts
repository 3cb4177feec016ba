import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProfileFormatError } from '../profile-format-error.ts';
import { damaged, withOtherValues } from '../testing/damage.ts';
import { type FirefoxFixtureName, readFirefoxFixture } from '../testing/read-firefox-fixture.ts';
import { profileOfFirefox } from './profile-of-firefox.ts';
import { readFirefoxProfile } from './read-firefox-profile.ts';

/** Whether the profile was taken; anything but a refusal is thrown on. */
function isTaken(bytes: Uint8Array): boolean {
  try {
    profileOfFirefox(readFirefoxProfile(bytes));
    return true;
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    return false;
  }
}

describe.each<FirefoxFixtureName>([
  'samply-0.13.1-symbols-v49',
  'samply-0.13.1-symbols-v57',
  'samply-0.13.1-symbols-v66',
  'samply-0.13.1-symbols-v75',
  'perf-6.1-v49',
])('%s, damaged', (name) => {
  const bytes = readFirefoxFixture(name);
  const text = new TextDecoder().decode(bytes);

  it('is refused and makes no other error when bytes change', () => {
    fc.assert(
      fc.property(damaged(bytes), (broken) => {
        isTaken(broken);
      }),
      { numRuns: 200 },
    );
  });

  it('is taken or refused when values change', () => {
    let taken = 0;
    fc.assert(
      fc.property(withOtherValues(text), (changed) => {
        taken += Number(isTaken(new TextEncoder().encode(changed)));
      }),
      { numRuns: 300 },
    );
    // Both happen, else the changes say nothing.
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(300);
  });

  it('is refused when it ends too early, wherever', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(isTaken(bytes.subarray(0, length))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

it('any JSON is refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(isTaken(new TextEncoder().encode(JSON.stringify(value)))).toBe(false);
    }),
    { numRuns: 200 },
  );
});

it('any JSON with the right version is taken or refused', () => {
  const member = fc.constantFrom('libs', 'shared', 'threads', 'pages', 'counters');
  fc.assert(
    fc.property(fc.dictionary(member, fc.jsonValue()), (members) => {
      const profile = { ...members, meta: { preprocessedProfileVersion: 66 } };
      isTaken(new TextEncoder().encode(JSON.stringify(profile)));
    }),
    { numRuns: 200 },
  );
});
