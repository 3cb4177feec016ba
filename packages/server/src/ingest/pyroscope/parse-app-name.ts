import { HearthError } from '../../errors/hearth-error.ts';

/** What `name` of `/ingest` says: an application, and labels in the order they were written. */
export interface AppName {
  readonly app: string;
  /** Verbatim; of a name that comes twice the last value counts. */
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * Reads `orders-api{env=staging,otel.scope.name=com.grafana.pyroscope/go}`: no quotes and no escapes, so that a value ends at
 * the next comma or the last brace. Names of labels may hold dots, values anything else.
 *
 * @throws HearthError `invalid_labels`
 */
export function parseAppName(name: string): AppName {
  if (/\p{Surrogate}|\p{Cc}/u.test(name)) throw invalid('there is a character in it that no name has');
  const open = name.indexOf('{');
  const app = (open < 0 ? name : name.slice(0, open)).trim();
  if (open < 0) return { app, labels: new Map() };
  const end = name.trimEnd();
  if (!end.endsWith('}')) throw invalid('the labels have no closing brace at the end');
  const labels = new Map<string, string>();
  for (const pair of end.slice(open + 1, -1).split(',')) {
    if (pair.trim() === '') continue;
    const equals = pair.indexOf('=');
    const label = pair.slice(0, Math.max(equals, 0)).trim();
    if (label === '' || /[{}]/.test(label)) throw invalid('a label has not the form name=value');
    labels.set(label, pair.slice(equals + 1).trim());
  }
  return { app, labels };
}

const invalid = (what: string): HearthError =>
  new HearthError('invalid_labels', { message: `The name of the profile cannot be read: ${what}.` });
