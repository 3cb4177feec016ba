import type { ImportLimits } from '../formats/import-limits.ts';
import type { JsonBytes } from '../json/json-bytes.ts';
import { readElements, readMembers, readOptionalNumber, readWord } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';

/** One node of the call tree: a function in one of its contexts. */
export interface CpuNode {
  readonly name: string;
  readonly url: string;
  /** 1-based; 0 when unknown, as of `(idle)`. */
  readonly line: number;
  readonly column: number;
  /** Row of the caller; -1 for the root, and for what nobody names as a child. */
  parent: number;
}

export interface CpuNodes {
  readonly nodes: readonly CpuNode[];
  /** Row by id. */
  readonly rowOf: ReadonlyMap<number, number>;
}

/**
 * Reads `nodes`. The tree is given by the `children` of each, or, as in the pieces of a trace, by its `parent`.
 * @throws ProfileFormatError
 */
export function readNodes(json: JsonBytes, limits: ImportLimits): CpuNodes {
  const nodes: CpuNode[] = [];
  const rowOf = new Map<number, number>();
  const links: (readonly [parent: number, child: number])[] = [];
  let textLength = 0;
  const tooMany = (): Error =>
    new ProfileFormatError('too_many_frames', `the profile has more than ${limits.frames} nodes`);
  readElements(json, limits.frames, tooMany, (element) => {
    const row = nodes.length;
    let id = Number.NaN;
    let frame = NOBODY;
    const parents: number[] = [];
    const children: number[] = [];
    readMembers(element, {
      id: (member) => {
        id = member.readNumber();
      },
      callFrame: (member) => {
        frame = readFrame(member, limits);
      },
      parent: (member) => {
        parents.push(member.readNumber());
      },
      children: (member) => readChildren(member, children, limits),
    });
    if (!Number.isSafeInteger(id)) throw new ProfileFormatError('missing_column', `node ${row} has no id`);
    if (rowOf.has(id)) throw new ProfileFormatError('duplicate_id', `node ${row} has the id of another one`);
    rowOf.set(id, row);
    for (const parent of parents) links.push([parent, id]);
    for (const child of children) links.push([id, child]);
    textLength += frame.name.length + frame.url.length;
    if (textLength > limits.totalStringBytes) {
      throw new ProfileFormatError('strings_too_big', `texts of nodes have more than ${limits.totalStringBytes} bytes`);
    }
    nodes.push({ ...frame, parent: -1 });
  });
  for (const [parentId, childId] of links) link(nodes, rowOf, parentId, childId);
  return { nodes, rowOf };
}

const NOBODY = { name: '', url: '', line: 0, column: 0 };

function readFrame(json: JsonBytes, limits: ImportLimits): Omit<CpuNode, 'parent'> {
  const frame = { name: '', url: '', line: 0, column: 0 };
  readMembers(json, {
    functionName: (member) => {
      frame.name = readWord(member, limits.stringBytes);
    },
    url: (member) => {
      frame.url = readWord(member, limits.stringBytes);
    },
    // Both count from 0 there; pseudo functions have -1.
    lineNumber: (member) => {
      frame.line = placeOf(readOptionalNumber(member));
    },
    columnNumber: (member) => {
      frame.column = placeOf(readOptionalNumber(member));
    },
  });
  return frame;
}

const placeOf = (value: number | undefined): number =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value < 2 ** 31 - 1 ? value + 1 : 0;

function readChildren(json: JsonBytes, children: number[], limits: ImportLimits): void {
  json.openArray();
  for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
    if (children.length === limits.frames) {
      throw new ProfileFormatError('too_many_frames', `a node has more than ${limits.frames} children`);
    }
    children.push(json.readNumber());
  }
}

function link(nodes: CpuNode[], rowOf: ReadonlyMap<number, number>, parentId: number, childId: number): void {
  const parent = rowOf.get(parentId);
  const child = rowOf.get(childId);
  if (parent === undefined || child === undefined) {
    throw new ProfileFormatError('unknown_id', 'a node names one that does not exist');
  }
  const node = nodes[child]!;
  if (node.parent >= 0 && node.parent !== parent) {
    throw new ProfileFormatError('duplicate_id', `node ${child} has two callers`);
  }
  node.parent = parent;
}
