/**
 * Labels that profilers, not users, put on samples. Each would make a series of (nearly) every sample or thread, or says what
 * other columns say; they stay in the original. Keys as sent by the clients named.
 *
 * Not listed: the labels of dd-trace's event timelines (`path`, `host`, `event`, ...), as nothing is derived from those profiles (see
 * `isEventTimeline`), while elsewhere somebody may well label samples with a `path` or a `host`.
 */
export const VOLATILE_LABELS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'thread id': 'one of many per process (Datadog)',
    'thread name': 'pools number their threads; Python sends the id as name at times (Datadog)',
    'thread native id': 'one of many per process (Datadog for Python)',
    'os thread id': 'one of many per process (Datadog for Node)',
    thread_id: 'one of many per process (pyroscope, py-spy)',
    thread_name: 'pools number their threads (pyroscope, py-spy)',
    'process id': 'another one after each start (samply, perf)',
    'process name': 'of one thread among those of a recording (samply, perf)',
    'span id': 'one per request (Datadog)',
    span_id: 'one per request (Pyroscope)',
    spanId: 'one per request (Datadog for Java)',
    'local root span id': 'one per request (Datadog)',
    localRootSpanId: 'one per request (Datadog for Java)',
    profile_id: 'one per request (Pyroscope span profiles)',
    trace_id: 'one per request (OpenTelemetry)',
    'thread.id': 'one of many per process (OpenTelemetry)',
    'thread.name': 'pools number their threads (OpenTelemetry)',
    'process.pid': 'another one after each start (OpenTelemetry)',
    'cpu.logical_number': 'says which processor, not what ran (OpenTelemetry)',
    'profile.frame.type': 'of a frame, not of a sample (OpenTelemetry)',
    'trace type': 'says what the span says (Datadog)',
    'trace endpoint': 'resource names of requests: unbounded, and may hold ids of users (Datadog)',
    'trace resource container': 'resource names of requests (Datadog for Python)',
    'class name': 'the type of an allocated object: belongs to the value, not to the series (Datadog)',
    'exception type': 'one per class of error (Datadog for Python)',
    'exception message': 'free text, may be private (Datadog)',
    'lock name': 'file and line of a lock: as many as places (Datadog for Python)',
    'task id': 'one per asyncio task (Datadog for Python)',
    'task name': 'numbered by asyncio (Datadog for Python)',
    'allocator domain': "a detail of CPython's allocator (Datadog for Python)",
    end_timestamp_ns: 'one per tick of the profiler (Datadog)',
    bytes: 'the size class of an allocation, numeric (Go)',
    'gc type': 'of a timeline event (Datadog)',
    'gc reason': 'of a timeline event (Datadog)',
    __session_id__: 'random, one per process (pyroscope-go)',
  }),
);

/** Datadog's own labels, e.g. `_dd.trace.operation`. */
const VOLATILE_PREFIX = '_dd.';

/** Whether a text label was set by the user and may become part of a series. */
export function isUserLabel(key: string): boolean {
  return key !== '' && !VOLATILE_LABELS.has(key) && !key.startsWith(VOLATILE_PREFIX);
}
