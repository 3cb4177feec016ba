import { DIFF_STEPS, type FlameTheme, HUES, type Paint } from '@hearth/flamegraph';
import { readColours } from '../read-colours.ts';

/** Steps of self time, from the surface to ember's amber: meanings that read as "more". */
const heatTokens = ['frame-root', 'diff-more-1', 'diff-more-2', 'diff-more-3', 'diff-more-4'] as const;

/** The colours of the page's theme for a canvas. To be read again whenever the theme changes. */
export function readFlameTheme(): FlameTheme {
  const tokens: string[] = [];
  themeOf((token) => {
    tokens.push(token);
    return token;
  });
  const colours = readColours(tokens);
  const font = `11px ${getComputedStyle(document.documentElement).getPropertyValue('--font-mono')}`;
  return { ...themeOf((token) => colours[token] ?? ''), font };
}

/** @param colour called with the name of each token */
function themeOf(colour: (token: string) => string): Omit<FlameTheme, 'font'> {
  const paint = (fill: string, ink: string): Paint => ({ fill: colour(fill), ink: colour(ink) });
  const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
  return {
    app: range(HUES).map((hue) => paint(`frame-${String(hue)}`, 'frame-text')),
    library: range(HUES).map((hue) => paint(`frame-${String(hue)}-lib`, 'frame-lib-text')),
    runtime: paint('frame-runtime', 'frame-runtime-text'),
    kernel: paint('frame-kernel', 'frame-runtime-text'),
    root: paint('frame-root', 'frame-runtime-text'),
    other: paint('frame-other', 'frame-runtime-text'),
    match: paint('frame-match', 'frame-match-text'),
    rest: paint('frame-root', 'frame-runtime-text'),
    less: range(DIFF_STEPS).map((step) => paint(`diff-less-${String(step)}`, `diff-text-${String(step)}`)),
    more: range(DIFF_STEPS).map((step) => paint(`diff-more-${String(step)}`, `diff-text-${String(step)}`)),
    noise: paint('diff-noise', 'frame-runtime-text'),
    heat: heatTokens.map((fill, step) => paint(fill, step === 0 ? 'frame-runtime-text' : `diff-text-${String(step)}`)),
    hatch: colour('border-strong'),
    hover: colour('text'),
    selected: colour('accent'),
  };
}
