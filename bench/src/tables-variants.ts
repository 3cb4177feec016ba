/** Another way to lay out `samples`, compared on the rows of five apps. */
export interface Variant {
  readonly name: string;
  /** Columns with type and codec, in the order of the schema. */
  readonly columns: Readonly<Record<string, string>>;
  readonly orderBy: string;
  readonly settings?: string;
}

/** Where the search began. */
const schema = {
  project_id: 'UInt32',
  app: 'LowCardinality(String)',
  kind: 'LowCardinality(String)',
  hour: "DateTime('UTC')",
  node_id: 'UInt64 CODEC(ZSTD(1))',
  series_id: 'UInt64 CODEC(ZSTD(1))',
  time: "DateTime64(3, 'UTC') CODEC(ZSTD(1))",
  v0: 'Int64 CODEC(ZSTD(1))',
  v1: 'Int64 CODEC(ZSTD(1))',
  v2: 'Int64 CODEC(ZSTD(1))',
  v3: 'Int64 CODEC(ZSTD(1))',
  keep_days: 'UInt16',
  group_id: 'UInt64 CODEC(ZSTD(1))',
};
const orderBy = '(project_id, app, kind, hour, node_id, series_id, time)';
const values = (codec: string): Partial<typeof schema> =>
  Object.fromEntries(['v0', 'v1', 'v2', 'v3'].map((column) => [column, `Int64 CODEC(${codec})`]));

export const variants: readonly Variant[] = [
  {
    name: 'as chosen (time and group Delta, values T64, ZSTD(1))',
    columns: {
      ...schema,
      ...values('T64, ZSTD(1)'),
      time: "DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
      group_id: 'UInt64 CODEC(Delta, ZSTD(1))',
    },
    orderBy,
  },
  { name: 'ZSTD(1) throughout', columns: schema, orderBy },
  { name: 'values T64 + ZSTD(1)', columns: { ...schema, ...values('T64, ZSTD(1)') }, orderBy },
  {
    name: 'node and series Delta + ZSTD(1)',
    columns: { ...schema, node_id: 'UInt64 CODEC(Delta, ZSTD(1))', series_id: 'UInt64 CODEC(Delta, ZSTD(1))' },
    orderBy,
  },
  {
    name: 'time DoubleDelta + ZSTD(1), values T64',
    columns: { ...schema, ...values('T64, ZSTD(1)'), time: "DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))" },
    orderBy,
  },
  {
    name: 'group T64 + ZSTD(1), values T64',
    columns: { ...schema, ...values('T64, ZSTD(1)'), group_id: 'UInt64 CODEC(T64, ZSTD(1))' },
    orderBy,
  },
  {
    name: 'ZSTD(3) throughout',
    columns: Object.fromEntries(
      Object.entries(schema).map(([name, type]) => [name, type.replace('ZSTD(1)', 'ZSTD(3)')]),
    ),
    orderBy,
  },
  {
    name: 'LZ4 throughout',
    columns: Object.fromEntries(Object.entries(schema).map(([name, type]) => [name, type.replace(/ CODEC.*/, '')])),
    orderBy,
  },
  {
    name: 'ordered by series before node, values T64',
    columns: { ...schema, ...values('T64, ZSTD(1)') },
    orderBy: '(project_id, app, kind, hour, series_id, node_id, time)',
  },
];
