import { ProfileFormatError } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { expiryWeek } from '../derive/expiry-week.ts';
import { GroupRows } from '../derive/group-rows.ts';
import type { KnownIds } from '../derive/known-ids.ts';
import { markBlock } from '../tables/mark-block.ts';
import { quarantineBlock } from '../tables/quarantine-block.ts';
import { factTables } from '../tables/table-name.ts';
import type { DecodedUpload, DecodeOriginal } from '../upload.ts';
import { failureOf } from './failure.ts';
import { type GroupId, halfPaths, leafId, PATHS } from './group-id.ts';
import type { SeriesGate } from './series-gate.ts';
import type { StorePort } from './store-port.ts';
import type { StoredUpload } from './stored-upload.ts';
import { planUpload } from './upload-group.ts';
import { writeRows } from './write-rows.ts';

/** An upload that the engine refuses alone this often is put aside. */
export const TRIES_ALONE = 3;

export interface RepairDeps {
  readonly port: StorePort;
  readonly decode: DecodeOriginal;
  readonly known: KnownIds;
  readonly gate: SeriesGate;
  readonly now: () => number;
  /** Told of each upload that was put aside. */
  readonly onQuarantined: (upload: StoredUpload, reason: string) => void;
}

/** After so many failed repairs of a group the group itself is held to be the reason: it is split even when the engine was only busy. */
const PATIENT_ATTEMPTS = 3;

interface Tally {
  samples: number;
  totals: number;
  spans: number;
  profiles: number;
  /** Places in the group of what was put aside. */
  readonly quarantined: Set<number>;
}

const emptyTally = (): Tally => ({ samples: 0, totals: 0, spans: 0, profiles: 0, quarantined: new Set() });

/**
 * Brings a group from its originals to its mark, whatever was written of it before: rows of it are deleted, then all are
 * written again. A part that the engine refuses is halved until the culprit is alone.
 *
 * A marked group is left alone: the mark was written after everything else. Were its rows replaced, a crash in between would
 * leave a mark without rows.
 * @param attempt how often it failed before
 * @throws what the port throws when the engine is gone or busy; calling it again goes on
 */
export async function repairGroup(deps: RepairDeps, group: GroupId, attempt = 0): Promise<void> {
  const { port } = deps;
  if (await port.isMarked(group)) return;
  await clearRows(port, group, group + PATHS - 1);
  const uploads = await port.readOriginals(group);
  if (uploads.length === 0) return;
  const tally = emptyTally();
  await writePart({ ...deps, attempt }, group, 0, uploads, tally);
  const weeks = uploads.map(({ startMs, keepDays }) =>
    expiryWeek(startMs, Math.max(keepDays.original, keepDays.derived)),
  );
  await port.insert(
    markBlock({
      groupId: group,
      generation: 1,
      uploads: uploads.length,
      ...tally,
      quarantined: tally.quarantined.size,
      atMs: deps.now(),
      expiresWeek: Math.max(...weeks),
    }),
  );
}

/** Derives one upload of a marked group again, which was put aside before. @returns whether the engine took it */
export async function repairUpload(deps: RepairDeps, group: GroupId, upload: StoredUpload): Promise<boolean> {
  const id = leafId(group, upload.seq);
  await clearRows(deps.port, id, id);
  const tally = emptyTally();
  await writePart({ ...deps, attempt: 0 }, group, id - group, [upload], tally);
  if (tally.quarantined.size > 0) return false;
  await deps.port.insert(quarantineRow(deps, group, upload, '', 'released'));
  return true;
}

interface PartDeps extends RepairDeps {
  readonly attempt: number;
}

async function writePart(
  deps: PartDeps,
  group: GroupId,
  path: number,
  uploads: readonly StoredUpload[],
  tally: Tally,
): Promise<void> {
  const { port, known } = deps;
  const [first] = uploads;
  const id = uploads.length === 1 && first !== undefined ? leafId(group, first.seq) : group + path;
  for (let tries = 1; ; tries++) {
    const rows = new GroupRows(known);
    for (const upload of uploads) await addOrQuarantine(deps, group, id, upload, rows, tally);
    try {
      await writeRows(port, rows, known);
      for (const table of factTables) tally[table] += rows.counts[table];
      return;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'gone' || (failure === 'busy' && deps.attempt < PATIENT_ATTEMPTS)) throw error;
      await clearRows(port, id, id);
      if (uploads.length === 1 && first !== undefined) {
        if (tries < TRIES_ALONE) continue;
        if (failure === 'busy') throw error;
        await quarantine(deps, group, first, messageOf(error), tally);
        return;
      }
      break;
    }
  }
  const half = Math.ceil(uploads.length / 2);
  const [left, right] = halfPaths(path);
  await writePart(deps, group, left, uploads.slice(0, half), tally);
  await writePart(deps, group, right, uploads.slice(half), tally);
}

/** An upload that is refused as what it is will not get better by trying again. */
async function addOrQuarantine(
  deps: PartDeps,
  group: GroupId,
  id: number,
  upload: StoredUpload,
  rows: GroupRows,
  tally: Tally,
): Promise<void> {
  if (tally.quarantined.has(upload.seq)) return;
  let decoded: DecodedUpload;
  let plans: ReturnType<typeof planUpload>;
  try {
    decoded = await deps.decode(upload.original);
    plans = planUpload(upload, decoded, deps.gate);
    if (plans.length !== upload.profileIds.length)
      throw new RangeError('the upload holds another number of profiles than before');
  } catch (error) {
    if (!isAboutUpload(error) && deps.attempt < PATIENT_ATTEMPTS) throw error;
    await quarantine(deps, group, upload, messageOf(error), tally);
    return;
  }
  rows.add(id, upload, plans);
  rows.addSpans(id, upload, decoded.spans);
}

/** A decoder that ran out of memory or was being closed says nothing about the upload. */
const isAboutUpload = (error: unknown): boolean =>
  error instanceof HearthError
    ? error.status < 500
    : error instanceof ProfileFormatError || error instanceof RangeError;

async function quarantine(
  deps: RepairDeps,
  group: GroupId,
  upload: StoredUpload,
  reason: string,
  tally: Tally,
): Promise<void> {
  await deps.port.insert(quarantineRow(deps, group, upload, reason, 'quarantined'));
  tally.quarantined.add(upload.seq);
  deps.onQuarantined(upload, reason);
}

/** Longest reason kept. */
const MAX_REASON_LENGTH = 200;

function quarantineRow(
  deps: RepairDeps,
  group: GroupId,
  upload: StoredUpload,
  reason: string,
  state: 'quarantined' | 'released',
) {
  return quarantineBlock({
    groupId: group,
    seq: upload.seq,
    projectId: upload.projectId,
    uploadId: upload.uploadId,
    source: upload.original.source,
    app: '',
    reason: reason.slice(0, MAX_REASON_LENGTH),
    state,
    atMs: deps.now(),
    expiresWeek: expiryWeek(upload.startMs, upload.keepDays.original),
  });
}

/** Counted first: a delete rewrites parts, and nearly always there is nothing. */
async function clearRows(port: StorePort, from: number, to: number): Promise<void> {
  for (const table of factTables) {
    if ((await port.countRows(table, from, to)) > 0) await port.deleteRows(table, from, to);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
