import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `e2e/`, from the sources as well as from `dist/`: both lie two folders deep. */
const e2eFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Clients that speak Datadog's protocol. */
export type DatadogClientName = 'dd-node' | 'dd-python' | 'blackfire-python' | 'dd-go' | 'dd-java';
/** Clients that send Sentry's envelopes. */
export type SentryClientName = 'sentry-node-10' | 'sentry-node-11' | 'sentry-browser' | 'sentry-python';
/** Clients that speak Pyroscope's protocols. */
export type PyroscopeClientName = 'pyroscope-node' | 'pyroscope-python' | 'pyroscope-go' | 'pyroscope-java';
export type ClientName =
  | DatadogClientName
  | SentryClientName
  | PyroscopeClientName
  | 'otlp-go'
  | 'pyroscope-api-go'
  | 'sentry-cli'
  | 'feldera'
  | 'profiler-cli'
  | 'speedscope';

/** Folder of a client's program and lock files in the checkout. */
export function clientFolder(name: ClientName): string {
  return join(e2eFolder, 'clients', name);
}

/** Where the program lies that all Python profilers watch; for `PYTHONPATH`. */
export const sharedPythonFolder = join(e2eFolder, 'clients', 'python');

/** Where the package lies that Go's profilers watch. */
export const sharedGoFolder = join(e2eFolder, 'clients', 'go');

/** Where the program lies that all JavaScript profilers watch. */
export const sharedJavaScriptFolder = join(e2eFolder, 'clients', 'javascript');
