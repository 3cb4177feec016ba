import type { ProjectId } from '../upload.ts';
import { readVarint } from './read-varint.ts';
import type { Ask, RowSource } from './row-source.ts';
import { wordsOf } from './words-of.ts';

/** Nodes of one part of the table, as columns of 64-bit ids: two words each, low first. */
export interface NodePart {
  /** Name of the part: `PARTITION_FIRSTBLOCK_LASTBLOCK_LEVEL`. */
  readonly part: string;
  readonly length: number;
  readonly nodes: Uint32Array;
  readonly parents: Uint32Array;
  readonly frames: Uint32Array;
}

const NODE_BYTES = 8;
/** Aggregating 100 000 nodes takes 5 MB; an app of ten million still fits. */
const MEMORY_SETTINGS = { max_memory_usage: 1024 * 1024 * 1024 };

/**
 * The nodes of an app in the parts that were not read before. The parts of a table never change: what is new since the last time is
 * in parts of other names, either as it was inserted or in what merges made of it. Each part is whole, since a query sees the
 * parts that there were when it began.
 */
export async function loadNodes(
  source: RowSource,
  project: ProjectId,
  app: string,
  knownParts: readonly string[],
  ask: Ask = {},
): Promise<readonly NodePart[]> {
  const body = await source.binary({
    name: 'load-nodes',
    sql: `
      SELECT toString(_part) AS part, groupArray(node_id) AS nodes, groupArray(parent_id) AS parents,
        groupArray(frame_id) AS frames
      FROM nodes
      WHERE project_id = {project:UInt32} AND app = {app:String} AND _part NOT IN {known:Array(String)}
      GROUP BY _part`,
    params: { project, app, known: knownParts },
    settings: MEMORY_SETTINGS,
    ...ask,
  });
  const parts: NodePart[] = [];
  for (let at = 0; at < body.length; ) {
    const [nameLength, afterLength] = readVarint(body, at);
    const part = Buffer.from(body.buffer, body.byteOffset + afterLength, nameLength).toString('latin1');
    at = afterLength + nameLength;
    const columns: Uint32Array[] = [];
    let length = 0;
    for (let column = 0; column < 3; column++) {
      [length, at] = readVarint(body, at);
      // The names before it have any length, so the words are not aligned: copied.
      columns.push(wordsOf(new Uint8Array(body.subarray(at, at + length * NODE_BYTES))));
      at += length * NODE_BYTES;
    }
    parts.push({ part, length, nodes: columns[0]!, parents: columns[1]!, frames: columns[2]! });
  }
  return parts;
}
