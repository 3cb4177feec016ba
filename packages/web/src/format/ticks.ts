/** Round values from zero to about the largest, three to five of them. */
export function ticksUpTo(largest: number): readonly number[] {
  const rough = largest / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = 0; tick <= largest; tick += step) ticks.push(Number(tick.toPrecision(6)));
  return ticks;
}
