import type { Migration } from './migration.ts';

/**
 * Which spans and traces samples of a profile were taken for, as marks of 32 bits (`traceMark`): tells which originals have to be read
 * for a span. Empty for profiles without such labels, where it costs nothing. No index: such questions name an app and a time.
 * Profiles that were stored before have none, until they are rebuilt.
 */
export const traceMarks: Migration = {
  number: 8,
  name: 'trace-marks',
  statements: ['ALTER TABLE profiles ADD COLUMN IF NOT EXISTS trace_marks Array(UInt32) CODEC(Delta, ZSTD(1))'],
};
