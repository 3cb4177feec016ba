import type { RowReader } from '../engine-port/row-reader.ts';
import type { ProjectId } from '../upload.ts';
import { isHexId } from './hex-id.ts';
import { LOOK_UP_SETTINGS } from './look-up-settings.ts';
import { profileColumns, readProfileRow } from './profile-row.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { readRows } from './read-rows.ts';
import type { Ask, RowSource } from './row-source.ts';

/** The names of a profile; its own two are told apart by form. */
export type ProfileRef =
  | { readonly kind: 'id'; readonly hex: string }
  | { readonly kind: 'numeric'; readonly number: number }
  /** The id of the transaction that was profiled: 32 lower-case hex digits. */
  | { readonly kind: 'transaction'; readonly hex: string };

/** One at most has an id, and sorting it would cost a tenth of the look-up. */
const orders: Readonly<Record<ProfileRef['kind'], string>> = {
  id: '',
  numeric: 'ORDER BY start DESC',
  transaction: 'ORDER BY start DESC',
};

const conditions: Readonly<Record<ProfileRef['kind'], string>> = {
  id: 'id = toFixedString(unhex({ref:String}), 16)',
  numeric: 'numeric_id = toUInt64({ref:UInt64})',
  transaction: 'transaction_id = toFixedString(unhex({ref:String}), 16)',
};

/** Profile ids: 32 hex digits, also with the dashes of a UUID. */
const HEX_ID = /^[0-9a-f]{32}$/;
/** 2^53 has 16 digits. */
const NUMERIC_ID = /^\d{1,16}$/;

/** Reads an id of either kind; 32 characters are hex, even if all are digits. Undefined for anything else. */
export function parseProfileRef(text: string): ProfileRef | undefined {
  const hex = (text.length === 36 ? text.replaceAll('-', '') : text).toLowerCase();
  if (HEX_ID.test(hex)) return { kind: 'id', hex };
  if (!NUMERIC_ID.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? { kind: 'numeric', number } : undefined;
}

/** One profile of a project, or undefined; of several of a transaction the newest. */
export function findProfile(
  source: RowSource,
  project: ProjectId,
  ref: ProfileRef,
  ask: Ask = {},
): Promise<ProfileSummary | undefined> {
  return lookUpProfile(
    source,
    project,
    ref,
    { name: 'find-profile', columns: profileColumns, read: readProfileRow },
    ask,
  );
}

/** Some columns of a profile's row: each costs the engine 0.1 ms. */
export interface ProfileShape<Row> {
  readonly name: string;
  readonly columns: string;
  readonly read: (row: RowReader) => Row;
}

/** The same, read as far as it is needed. */
export async function lookUpProfile<Row>(
  source: RowSource,
  project: ProjectId,
  ref: ProfileRef,
  { name, columns, read }: ProfileShape<Row>,
  ask: Ask,
): Promise<Row | undefined> {
  // Profiles without a transaction have zeros there.
  if (ref.kind === 'transaction' && !isHexId(ref.hex, 32)) return undefined;
  const [profile] = await readRows(
    source,
    {
      name,
      sql: `
      SELECT ${columns}
      FROM profiles
      WHERE project_id = {project:UInt32} AND ${conditions[ref.kind]}
      ${orders[ref.kind]}
      LIMIT 1`,
      params: { project, ref: ref.kind === 'numeric' ? ref.number : ref.hex },
      settings: FIND_SETTINGS,
      ...ask,
    },
    read,
  );
  return profile;
}

/**
 * The index leaves a granule or two, and parts that are too new to have one are small: reading the other columns in a second step
 * costs more for each part than it spares.
 */
const FIND_SETTINGS = { ...LOOK_UP_SETTINGS, optimize_move_to_prewhere: 0 } as const;
