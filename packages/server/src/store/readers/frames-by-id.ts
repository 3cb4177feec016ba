import type { ProjectId } from '../upload.ts';
import { IDS_PER_QUESTION, idList } from './id-list.ts';
import type { Ask, RowSource } from './row-source.ts';

/** What people read of a frame. */
export interface FrameText {
  /** '' where there is no symbol. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly module: string;
  /** Offset in the module in hex while there is no symbol, else ''. */
  readonly address: string;
  /** Whether it is the application's own code; null where the profiler did not say. */
  readonly inApp: boolean | null;
}

interface Row extends Omit<FrameText, 'inApp'> {
  readonly id: string;
  readonly in_app: number;
}

/** Frames of an app by their ids (decimal); one that is not there is left out. */
export async function framesById(
  source: RowSource,
  project: ProjectId,
  app: string,
  ids: readonly string[],
  ask: Ask = {},
): Promise<ReadonlyMap<string, FrameText>> {
  const found = new Map<string, FrameText>();
  for (let at = 0; at < ids.length; at += IDS_PER_QUESTION) {
    const rows = await source.rows<Row>({
      name: 'frames-by-id',
      sql: `
      SELECT toString(frame_id) AS id, function, file, line, module,
        if(function = '', lower(hex(frames.address)), '') AS address, in_app
      FROM frames
      WHERE project_id = {project:UInt32} AND app = {app:String} AND frame_id IN {ids:Array(UInt64)}
      LIMIT 1 BY frame_id`,
      params: { project, app, ids: idList(ids.slice(at, at + IDS_PER_QUESTION)) },
      ...ask,
    });
    for (const { id, in_app, ...text } of rows) found.set(id, { ...text, inApp: in_app < 0 ? null : in_app === 1 });
  }
  return found;
}
