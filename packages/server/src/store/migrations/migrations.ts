import { firstTables } from './0001-first-tables.ts';
import { linksAndSpans } from './0002-links-and-spans.ts';
import { mergeSteps } from './0003-merge-steps.ts';
import { rollups } from './0004-rollups.ts';
import { profileCounts } from './0005-profile-counts.ts';
import { rolledTotals } from './0006-rolled-totals.ts';
import { traceMarks } from './0008-trace-marks.ts';
import { mergeTiers } from './0009-merge-tiers.ts';
import type { Migration } from './migration.ts';

/** Every step of the schema in order. A published step never changes. */
export const migrations: readonly Migration[] = [
  firstTables,
  linksAndSpans,
  mergeSteps,
  rollups,
  profileCounts,
  rolledTotals,
  traceMarks,
  mergeTiers,
];
