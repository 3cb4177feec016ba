/**
 * Tags that never become labels of a series. Each would make a series per process or per upload, or says how the profiler
 * was set and nothing about the application. They stay in the original.
 */
export const VOLATILE_TAGS: ReadonlySet<string> = new Set([
  // One value per process.
  'process_id',
  'pid',
  'runtime-id',
  'runtime_id',
  // One value per upload.
  'profile_seq',
  'snapshot',
  'go_execution_traced',
  // Settings of the profiler.
  'format',
  'profiler_config',
  'pgo',
]);
