import type { ProjectId } from '../upload.ts';
import { IDS_PER_QUESTION, idList } from './id-list.ts';
import type { Ask, RowSource } from './row-source.ts';
import { wordsOf } from './words-of.ts';

/**
 * What frames are told apart by, as rows of {@link FRAME_KEY_WORDS} words: frame id, then the keys of {@link frameKeyNames} (low and
 * high word each), 1 where the frame has a symbol. Keys are hashes of content alone, so they are the same in every app.
 */
export type FrameKeys = Uint32Array;
export const frameKeyNames = ['function', 'line', 'file', 'module'] as const;
export type FrameKeyName = (typeof frameKeyNames)[number];
export const FRAME_KEY_WORDS = 2 + frameKeyNames.length * 2 + 1;

/** A frame without a symbol is told by where it is in its module. */
const FUNCTION_KEY = "sipHash64(function, file, module, if(function = '', address, 0))";
const FRAME_KEYS: Readonly<Record<FrameKeyName, string>> = {
  function: FUNCTION_KEY,
  line: "sipHash64(function, file, module, line, if(function = '', address, 0))",
  // What names no file is told by its module.
  file: "sipHash64(file, if(file = '', module, ''))",
  module: 'sipHash64(module)',
};

/** @param ids decimal; all frames of the app when absent */
export async function loadFrameKeys(
  source: RowSource,
  project: ProjectId,
  app: string,
  ids: readonly string[] | undefined,
  ask: Ask = {},
): Promise<readonly FrameKeys[]> {
  const questions: (readonly string[] | undefined)[] = ids === undefined ? [undefined] : [];
  for (let at = 0; ids !== undefined && at < ids.length; at += IDS_PER_QUESTION) {
    questions.push(ids.slice(at, at + IDS_PER_QUESTION));
  }
  const answers: FrameKeys[] = [];
  for (const wanted of questions) {
    const body = await source.binary({
      name: 'load-frame-keys',
      sql: `
      SELECT frame_id, ${frameKeyNames.map((name) => FRAME_KEYS[name]).join(', ')}, toUInt32(function != '')
      FROM frames
      WHERE project_id = {project:UInt32} AND app = {app:String}
        ${wanted === undefined ? '' : 'AND frame_id IN {ids:Array(UInt64)}'}`,
      params: { project, app, ...(wanted === undefined ? {} : { ids: idList(wanted) }) },
      ...ask,
    });
    answers.push(wordsOf(body));
  }
  return answers;
}

interface KeyRow {
  readonly key: string;
}

/** A function by its name, and by file and module where several have it. */
export interface FunctionName {
  readonly function: string;
  readonly file?: string | undefined;
  readonly module?: string | undefined;
}

/** A name stands for more functions than this only in minified code; then the file has to be named. */
const MAX_FUNCTION_KEYS = 10_000;

/** Function keys of the functions of that name in these apps, in all when none are named. */
export async function functionKeysOf(
  source: RowSource,
  project: ProjectId,
  apps: readonly string[] | undefined,
  name: FunctionName,
  ask: Ask = {},
): Promise<readonly bigint[]> {
  const rows = await source.rows<KeyRow>({
    name: 'function-keys-of',
    sql: `
      SELECT DISTINCT toString(${FUNCTION_KEY}) AS key
      FROM frames
      WHERE project_id = {project:UInt32} AND function = {function:String}
        ${apps === undefined ? '' : 'AND app IN {apps:Array(String)}'}
        ${name.file === undefined ? '' : 'AND file = {file:String}'}
        ${name.module === undefined ? '' : 'AND module = {module:String}'}
      LIMIT ${MAX_FUNCTION_KEYS}`,
    params: {
      project,
      ...(apps === undefined ? {} : { apps }),
      function: name.function,
      ...(name.file === undefined ? {} : { file: name.file }),
      ...(name.module === undefined ? {} : { module: name.module }),
    },
    ...ask,
  });
  return rows.map(({ key }) => BigInt(key));
}
