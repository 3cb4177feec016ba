import { packageOfRelease } from './package-of-release.ts';
import { isReleaseVersion } from './release-version.ts';

/** The parts of `1.2.3-rc.1+abc`; a number that is left out is 0. */
export interface VersionNumbers {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `rc.1`; null for none. */
  readonly pre: string | null;
  /** `abc`; null for none. */
  readonly buildCode: string | null;
  /** How many numbers were written: 1 to 4. */
  readonly components: number;
}

/** What the name of a release says. */
export interface ParsedVersion {
  /** `my-app` of `my-app@1.4.2`. */
  readonly package: string | null;
  /** The name without its package. */
  readonly raw: string;
  /** Only read after a package: a bare `1.4.2` may be anything. */
  readonly numbers: VersionNumbers | null;
  /** For people: `1.2.3-rc.1 (abc)`, hashes cut to twelve digits. */
  readonly description: string;
  /** The hash that the name or its build code is. */
  readonly buildHash: string | null;
}

/** Hex digits of the hashes that version controls and build systems make. */
const HASH_LENGTHS: ReadonlySet<number> = new Set([12, 16, 20, 32, 40, 64]);
const SHOWN_HASH_LENGTH = 12;

/** Up to four numbers, then whatever follows them. */
const NUMBERS = /^([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:\.([0-9]+))?(.*)$/s;
const IDENTIFIER = /^[0-9A-Za-z-]+$/;
const PADDED_NUMBER = /^0[0-9]+$/;

/**
 * Reads the name of a release as Sentry's release parser does (its published tests are the source of these rules). null
 * for a name that no release may have.
 */
export function parseVersion(version: string): ParsedVersion | null {
  const name = version.trim();
  if (!isReleaseVersion(name)) return null;
  const packageName = packageOfRelease(name);
  const raw = packageName === undefined ? name : name.slice(packageName.length + 1);
  const isHash = isBuildHash(raw);
  const numbers = packageName === undefined || isHash ? null : numbersOf(raw);
  const code = numbers?.buildCode ?? null;
  const buildHash = isHash ? raw : code !== null && isBuildHash(code) ? code : null;
  const shown = buildHash?.slice(0, SHOWN_HASH_LENGTH);
  return {
    package: packageName ?? null,
    raw,
    numbers,
    description: numbers === null ? (shown ?? raw) : withNote(raw.split('+', 1)[0] ?? raw, shown ?? code),
    buildHash,
  };
}

const isBuildHash = (text: string): boolean => HASH_LENGTHS.has(text.length) && /^[0-9a-f]+$/i.test(text);

const withNote = (text: string, note: string | null): string => (note === null ? text : `${text} (${note})`);

function numbersOf(raw: string): VersionNumbers | null {
  const plus = raw.indexOf('+');
  const buildCode = plus < 0 ? null : raw.slice(plus + 1);
  if (buildCode !== null && !buildCode.split('.').every((part) => IDENTIFIER.test(part))) return null;
  const match = NUMBERS.exec(plus < 0 ? raw : raw.slice(0, plus));
  if (match === null) return null;
  const [, major, minor, patch, revision, rest = ''] = match;
  const components = [major, minor, patch, revision].filter((part) => part !== undefined).length;
  if (rest !== '' && !isPreRelease(rest, components)) return null;
  const pre = rest.replace(/^-/, '');
  return {
    major: countOf(major),
    minor: countOf(minor),
    patch: countOf(patch),
    pre: pre === '' ? null : pre,
    buildCode,
    components,
  };
}

/** `-rc.1`, or `rc1` right after at least two numbers. Its parts are words, or numbers without leading zeros. */
function isPreRelease(text: string, components: number): boolean {
  if (!/^[-a-z]/.test(text) || (components === 1 && !text.startsWith('-'))) return false;
  const [first = '', ...others] = text.slice(1).split('.');
  const isPart = (part: string): boolean => IDENTIFIER.test(part) && !PADDED_NUMBER.test(part);
  return (first === '' || isPart(first)) && others.every(isPart);
}

/** Numbers that JSON cannot carry count as left out. */
function countOf(digits: string | undefined): number {
  const count = Number(digits ?? 0);
  return Number.isSafeInteger(count) ? count : 0;
}
