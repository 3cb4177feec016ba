import type { SentryMeasurement } from '../sentry-context.ts';

/**
 * `measurements`: an object of series.
 * @param timeName what a point's time is called: `elapsed_since_start_ns`, `timestamp`
 * @param timeText the JSON number for one of the series' times
 */
export function measurementsText(
  measurements: readonly SentryMeasurement[],
  timeName: string,
  timeText: (time: number) => string,
): string {
  const series = measurements.map(({ name, unit, times, values }) => {
    let points = '';
    for (let point = 0; point < times.length; point++) {
      points += `${point === 0 ? '' : ','}{"${timeName}":${timeText(times[point]!)},"value":${String(values[point])}}`;
    }
    return `${JSON.stringify(name)}:{"unit":${JSON.stringify(unit)},"values":[${points}]}`;
  });
  return `{${series.join(',')}}`;
}
