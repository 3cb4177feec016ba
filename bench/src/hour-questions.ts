const HOUR_MS = 3_600_000;
const MINUTES_MS = 300_000;
/** All rounds of a question together take some seconds of the hour. */
const ROUND_MS = 200;

/** A question to the server, and what the engine alone takes to add the same up. */
export interface HourQuestion {
  readonly name: string;
  /** What DESIGN's table of speed says; '' where it says nothing. */
  readonly aim: string;
  readonly path: string;
  /** Of another range in each round, so that nothing is answered from sums that were kept for the very same range. */
  readonly body: (round: number) => object;
  /** Takes `from`, `middle` and `to` of the same range, in milliseconds, and `quarter`, in seconds. */
  readonly rawSql: string;
  readonly range: (round: number) => HourRange;
}

export interface HourRange {
  readonly fromMs: number;
  readonly toMs: number;
}

const at = (name: 'from' | 'middle' | 'to'): string => `fromUnixTimestamp64Milli({${name}:Int64})`;
const within = (column: string): string => `${column} >= ${at('from')} AND ${column} < ${at('to')}`;
const rangeSql = `${within('time')} AND hour >= toDateTime({quarter:UInt32}) AND hour <= toDateTime(intDiv({to:Int64}, 1000))`;
const ofOneApp = "project_id = 1 AND app = 'app-3'";
const profilesSql = within('start');
const facetSets = [
  ...['app', 'environment', 'release', 'types', 'runtime', 'runtime_version', 'runtime_arch', 'runtime_os'],
  ...['probe_version', 'host', 'source'],
];
const facetSql = (where: string): string => `SELECT ${facetSets.join(', ')}, count() FROM profiles
  WHERE ${where} AND ${profilesSql} GROUP BY GROUPING SETS (${facetSets.map((field) => `(${field})`).join(', ')})`;

/**
 * The questions of DESIGN's table, about the hour that begins at a time.
 * @param value the column of `samples` that the type is in
 */
export function hourQuestions(startMs: number, value: string): readonly HourQuestion[] {
  const hour = (round: number): HourRange => ({
    fromMs: startMs + (round + 1) * ROUND_MS,
    toMs: startMs + HOUR_MS,
  });
  const minutes = (round: number): HourRange => {
    const fromMs = startMs + (round + 1) * ROUND_MS;
    return { fromMs, toMs: fromMs + MINUTES_MS };
  };
  const one = { app: 'app-3', type: 'cpu' };
  const all = { type: 'cpu' };
  const asked = (of: object, { fromMs, toMs }: HourRange): object => ({
    ...of,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  const about = (
    of: object,
    range: HourQuestion['range'],
    more: object = {},
  ): Pick<HourQuestion, 'body' | 'range'> => ({
    body: (round) => ({ selector: asked(of, range(round)), ...more }),
    range,
  });
  const sums = (where: string, by: string): string =>
    `SELECT ${by}, sum(${value}) FROM samples WHERE ${where} AND ${rangeSql} GROUP BY ${by}`;
  const timeline = (where: string, by: string, seconds: number): string =>
    `SELECT ${by}, toStartOfInterval(time, INTERVAL ${seconds} SECOND) AS slot, sum(value), sum(profiles) FROM totals
    WHERE ${where} AND type = 'cpu' AND ${within('time')} GROUP BY ${by}, slot`;
  const everyApp = 'project_id = 1';
  const byInstance = { groupBy: ['host'] };
  return [
    {
      name: 'flame graph of one app, 5 min',
      aim: '<= 30',
      path: 'merge',
      ...about(one, minutes),
      rawSql: sums(ofOneApp, 'node_id'),
    },
    {
      name: 'flame graph of one app, 1 h',
      aim: '<= 45',
      path: 'merge',
      ...about(one, hour),
      rawSql: sums(ofOneApp, 'node_id'),
    },
    {
      name: 'flame graph of all apps, 5 min',
      aim: '<= 150',
      path: 'merge',
      ...about(all, minutes),
      rawSql: sums(everyApp, 'app, node_id'),
    },
    {
      name: 'flame graph of all apps, 1 h',
      aim: '<= 700',
      path: 'merge',
      ...about(all, hour),
      rawSql: sums(everyApp, 'app, node_id'),
    },
    {
      name: 'top of one app, 1 h',
      aim: '',
      path: 'top',
      ...about(one, hour),
      rawSql: sums(ofOneApp, 'node_id'),
    },
    {
      name: 'timeline of one app by instance, 1 h',
      aim: '<= 9',
      path: 'timeline',
      ...about(one, hour, { stepSeconds: 10, ...byInstance }),
      rawSql: timeline(ofOneApp, 'series_id', 10),
    },
    {
      name: 'timeline of all apps by instance, 1 h',
      aim: '<= 60',
      path: 'timeline',
      ...about(all, hour, { stepSeconds: 60, ...byInstance }),
      rawSql: timeline(everyApp, 'app, series_id', 60),
    },
    {
      name: 'diff of two half hours of one app',
      aim: '<= 90',
      path: 'diff',
      range: hour,
      body: (round) => {
        const { fromMs, toMs } = hour(round);
        const middle = (fromMs + toMs) / 2;
        return { left: asked(one, { fromMs, toMs: middle }), right: asked(one, { fromMs: middle, toMs }) };
      },
      rawSql: `SELECT node_id, sumIf(${value}, time < ${at('middle')}), sumIf(${value}, time >= ${at('middle')})
        FROM samples WHERE ${ofOneApp} AND ${rangeSql} GROUP BY node_id`,
    },
    {
      name: 'facets of one app, 1 h',
      aim: '',
      path: 'facets',
      range: hour,
      body: (round) => ({ selector: asked({ app: 'app-3' }, hour(round)) }),
      rawSql: facetSql(ofOneApp),
    },
    {
      name: 'facets of all apps, 1 h',
      aim: '',
      path: 'facets',
      range: hour,
      body: (round) => ({ selector: asked({}, hour(round)) }),
      rawSql: facetSql(everyApp),
    },
    {
      name: 'values of a label of all apps, 1 h',
      aim: '<= 7',
      path: 'labels/values',
      range: hour,
      body: (round) => ({ selector: asked({}, hour(round)), name: 'host' }),
      rawSql: `SELECT host, count() FROM profiles WHERE ${everyApp} AND ${profilesSql} GROUP BY host`,
    },
  ];
}
