import type { EngineClient } from '../client/engine-client.ts';
import { KnownIds } from '../derive/known-ids.ts';
import type { GroupId } from '../groups/group-id.ts';
import { repairUpload } from '../groups/repair-group.ts';
import type { SeriesGate } from '../groups/series-gate.ts';
import type { StorePort } from '../groups/store-port.ts';
import type { StoreWriter } from '../groups/store-writer.ts';
import type { StoredOriginal } from '../readers/read-original.ts';
import { readRows } from '../readers/read-rows.ts';
import type { DecodeOriginal } from '../upload.ts';

/** An accepted upload that the engine, or its decoder, refused for good. */
export interface QuarantinedUpload {
  readonly group: GroupId;
  readonly seq: number;
  readonly projectId: number;
  /** 32 hex digits. */
  readonly uploadId: string;
  readonly source: string;
  readonly reason: string;
  /** Unix milliseconds. */
  readonly atMs: number;
  /** Of the original; 0 once it has expired. */
  readonly bytes: number;
}

export interface QuarantineDeps {
  readonly client: EngineClient;
  readonly port: StorePort;
  readonly decode: DecodeOriginal;
  readonly gate: SeriesGate;
  readonly writer: StoreWriter;
  readonly now: () => number;
}

/** More are not shown; they are counted all the same. */
const MAX_LISTED = 1_000;

/** Uploads put aside. Their originals are kept as long as any other; they can be tried again. */
export class Quarantine {
  readonly #deps: QuarantineDeps;

  constructor(deps: QuarantineDeps) {
    this.#deps = deps;
  }

  /** Counts them anew for the status. */
  async count(): Promise<number> {
    const [row] = await this.#deps.client.rows<{ readonly uploads: number }>({
      name: 'count-quarantine',
      sql: "SELECT toFloat64(count()) AS uploads FROM quarantine FINAL WHERE state = 'quarantined'",
    });
    const count = row?.uploads ?? 0;
    this.#deps.writer.setQuarantined(count);
    return count;
  }

  /** Newest first, at most 1 000. */
  async list(): Promise<readonly QuarantinedUpload[]> {
    const rows = await this.#deps.client.rows<Omit<QuarantinedUpload, 'group'> & { readonly groupId: number }>({
      name: 'list-quarantine',
      sql: `
      SELECT toFloat64(aside.group_id) AS groupId, toFloat64(aside.seq) AS seq, aside.project_id AS projectId,
        lower(hex(aside.upload_id)) AS uploadId, aside.source AS source, aside.reason AS reason,
        toFloat64(toUnixTimestamp64Milli(aside.at)) AS atMs, toFloat64(kept.bytes) AS bytes
      FROM (
        SELECT * FROM quarantine FINAL
        WHERE state = 'quarantined'
        ORDER BY at DESC
        LIMIT ${MAX_LISTED}
      ) AS aside
      LEFT JOIN (
        SELECT group_id, seq, length(body) AS bytes FROM originals
        WHERE (group_id, seq) IN (SELECT group_id, seq FROM quarantine)
      ) AS kept ON kept.group_id = aside.group_id AND kept.seq = aside.seq
      ORDER BY aside.at DESC`,
    });
    return rows.map(({ groupId, ...row }) => ({ ...row, group: groupId as GroupId }));
  }

  /** The bytes of one, as they were sent; undefined when it is not there, or its original has expired. */
  async original({
    projectId,
    uploadId,
  }: Pick<QuarantinedUpload, 'projectId' | 'uploadId'>): Promise<StoredOriginal | undefined> {
    const [original] = await readRows(
      this.#deps.client,
      {
        name: 'read-quarantined',
        sql: `
        SELECT content_type, format, body
        FROM originals
        WHERE (group_id, seq) IN (
          SELECT group_id, seq FROM quarantine FINAL
          WHERE state = 'quarantined' AND project_id = {project:UInt32} AND upload_id = toFixedString(unhex({upload:String}), 16)
        )
        LIMIT 1`,
        params: { project: projectId, upload: uploadId },
      },
      (row) => ({ contentType: row.text(), format: row.text(), body: row.bytes() }),
    );
    return original;
  }

  /**
   * Tries them once more: all that are listed, or one.
   *
   * @returns how many were taken; undefined when the one is not there
   */
  async retry(only?: Pick<QuarantinedUpload, 'projectId' | 'uploadId'>): Promise<number | undefined> {
    const { port, decode, gate, writer, now } = this.#deps;
    const listed = await this.list();
    const wanted =
      only === undefined
        ? listed
        : listed.filter(({ projectId, uploadId }) => projectId === only.projectId && uploadId === only.uploadId);
    if (only !== undefined && wanted.length === 0) return undefined;
    let released = 0;
    for (const { group, seq } of wanted) {
      const upload = (await port.readOriginals(group)).find((original) => original.seq === seq);
      if (upload === undefined) continue;
      // Nothing is known on purpose: what its first tries introduced may not have landed.
      const deps = { port, decode, known: new KnownIds(), gate, now, onQuarantined: () => undefined };
      if (await writer.repairing(() => repairUpload(deps, group, upload))) released += 1;
    }
    await this.count();
    return released;
  }
}
