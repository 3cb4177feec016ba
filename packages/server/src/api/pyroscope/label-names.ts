import type { SeriesColumn } from '../../store/readers/label-matcher.ts';

/** A label as Pyroscope's messages have it. */
export interface Label {
  readonly name: string;
  readonly value: string;
}

/** The app. */
export const SERVICE_NAME = 'service_name';

/** Names that the type of a profile has as labels, with the part of its id that each is; the whole id for none. */
const TYPE_LABELS: ReadonlyMap<string, number | undefined> = new Map([
  ['__profile_type__', undefined],
  ['__name__', 0],
  ['__type__', 1],
  ['__unit__', 2],
  ['__period_type__', 3],
  ['__period_unit__', 4],
]);
export const PROFILE_TYPE = '__profile_type__';
export const typeLabels: readonly string[] = [...TYPE_LABELS.keys()];
export const isTypeLabel = (name: string): boolean => TYPE_LABELS.has(name);

/** What a label of the type says of a type id. */
export function typeLabelValue(name: string, typeId: string): string {
  const part = TYPE_LABELS.get(name);
  return part === undefined ? typeId : (typeId.split(':')[part] ?? '');
}

/**
 * What Pyroscope calls what are columns here, as its clients' labels are called there: dots become underscores. The first name is
 * the one that is answered; the others are what else clients and dashboards call it.
 */
const NAMES_OF_COLUMNS: Readonly<Record<SeriesColumn, readonly [string, ...string[]]>> = {
  environment: ['environment', 'env', 'deployment_environment', 'deployment_environment_name'],
  release: ['service_version', 'version', 'release'],
  runtime: ['process_runtime_name', 'runtime'],
  runtime_version: ['process_runtime_version', 'runtime_version'],
  runtime_arch: ['host_arch', 'runtime_arch'],
  runtime_os: ['os_type', 'runtime_os'],
  probe_version: ['otel_scope_version', 'probe_version'],
  host: ['hostname', 'host_name', 'host'],
};
const COLUMN_OF_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES_OF_COLUMNS).flatMap(([column, names]) => names.map((name) => [name, column] as const)),
);

/** A name that Grafana can write without quotes. */
const plain = (name: string): string => name.replace(/\W/g, '_');

/** How a label of ours is called at Pyroscope. */
export const labelAtPyroscope = (name: string): string =>
  Object.hasOwn(NAMES_OF_COLUMNS, name) ? NAMES_OF_COLUMNS[name as SeriesColumn][0] : plain(name);

/**
 * The label of ours that is called so at Pyroscope, among those that there are; itself when there is none.
 * @param known asked only where the name does not tell
 */
export async function labelOfPyroscope(name: string, known: () => Promise<readonly string[]>): Promise<string> {
  const column = COLUMN_OF_NAME.get(plain(name));
  if (column !== undefined) return column;
  if (!name.includes('_')) return name;
  const names = await known();
  return names.includes(name) ? name : (names.find((one) => plain(one) === name) ?? name);
}
