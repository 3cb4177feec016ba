/** What a label of a sample says of who ran. */
export type ThreadField = 'name' | 'id' | 'processName' | 'processId';

/** Labels that say who ran, as the clients that send them write them; of several that say the same the last one counts. */
export const THREAD_LABELS: ReadonlyMap<string, ThreadField> = new Map([
  // OpenTelemetry
  ['thread.name', 'name'],
  ['thread.id', 'id'],
  ['process.pid', 'processId'],
  // pyroscope, py-spy
  ['thread_name', 'name'],
  ['thread_id', 'id'],
  // Datadog, samply, perf
  ['thread name', 'name'],
  ['thread id', 'id'],
  ['process name', 'processName'],
  ['process id', 'processId'],
]);
