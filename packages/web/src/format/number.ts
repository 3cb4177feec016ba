import { type Scale, scaleOf } from './scale.ts';

/** Thin space between groups of digits, true minus before them. */
export function countText(value: number): string {
  const digits = Math.abs(Math.round(value))
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u2009');
  return value < 0 && digits !== '0' ? `−${digits}` : digits;
}

/** `1 upload`, `12 uploads`. */
export const amountText = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;

/** `1.83 M`, for headlines. */
export function shortCount(value: number): string {
  for (const [size, unit] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    if (Math.abs(value) >= size) return `${threeDigits(value / (unit === 'k' ? 1e3 : size))} ${unit}`;
  }
  return countText(value);
}

/** Three significant digits, without trailing `.00`. */
export function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.01) return size < 0.0001 ? '< 0.0001' : signed(value.toFixed(4).replace(/0$/, ''));
  return signed(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3));
}

const MAX_TICK_DECIMALS = 9;

/** Ticks of an axis: as many decimals as tell them apart, the same for all. */
export function tickTexts(ticks: readonly number[]): readonly string[] {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0)) || 1;
  let decimals = 0;
  while (decimals < MAX_TICK_DECIMALS && Math.abs(step - Number(step.toFixed(decimals))) > step * 1e-6) decimals++;
  return ticks.map((tick) => (tick === 0 ? '0' : decimals === 0 ? countText(tick) : signed(tick.toFixed(decimals))));
}

/** The number alone, in the scale of its column. */
export function inScale(value: number, { divisor, decimals }: Scale): string {
  if (value === 0) return '0';
  const scaled = value / divisor;
  if (decimals === 0) return countText(scaled);
  const text = scaled.toFixed(decimals);
  return Number(text) === 0 ? `< ${(10 ** -decimals).toFixed(decimals)}` : signed(text);
}

/** A value by itself with its unit: `12.4 s`. */
export function valueText(value: number, unit: string): string {
  const scale = scaleOf(unit, value);
  const number = scale.decimals === 0 ? countText(value / scale.divisor) : threeDigits(value / scale.divisor);
  return scale.unit === '' ? number : `${number} ${scale.unit}`;
}

/** Number of a share without its sign: one decimal; below a twentieth of a percent `< 0.1`. */
export function shareNumber(share: number): string {
  if (!Number.isFinite(share)) return '–';
  return share > 0 && share < 0.0005 ? '< 0.1' : (share * 100).toFixed(1);
}

/** `+36 %`, `−7.1 %`, `× 5.9`; factors from three up are said as such. */
export function changeText(ratio: number): string {
  if (!Number.isFinite(ratio)) return 'new';
  if (ratio >= 3) return `× ${threeDigits(ratio)}`;
  const percent = (ratio - 1) * 100;
  if (Math.abs(percent) < 0.05) return '0.0 %';
  const digits = Math.abs(percent) >= 100 ? percent.toFixed(0) : percent.toFixed(1);
  return `${percent > 0 ? '+' : ''}${signed(digits)} %`;
}

const signed = (text: string): string => text.replace('-', '−');
