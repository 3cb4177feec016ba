/** Settings of questions with a short answer: threads that format it, and others that read files ahead, cost more than they bring. */
export const SHORT_ANSWER_SETTINGS = {
  output_format_parallel_formatting: 0,
  local_filesystem_read_method: 'pread',
} as const;

/** The same for one without joins, which the elder of the engine's two ways to understand a statement takes 1 ms less for. */
export const PLAIN_ANSWER_SETTINGS = { ...SHORT_ANSWER_SETTINGS, enable_analyzer: 0 } as const;

/**
 * Settings of questions that read a row or a few: handing pieces of it to a second thread costs more than reading.
 */
export const LOOK_UP_SETTINGS = { ...PLAIN_ANSWER_SETTINGS, max_threads: 1 } as const;

/** Settings of questions for sums by node, which may read much: files are read ahead. */
export const VALUES_SETTINGS = { output_format_parallel_formatting: 0, enable_analyzer: 0 } as const;
