import type { ProjectId } from '../upload.ts';
import type { Ask, RowSource } from './row-source.ts';
import { wordsOf } from './words-of.ts';

/** A test of a frame; a pattern (RE2) is found anywhere in the value. Run in the engine. */
export interface FrameTest {
  readonly field: 'function' | 'file' | 'module';
  readonly operator: '=' | '=~';
  readonly value: string;
}

/** Tests that one frame has to pass all. */
export type FrameCondition = readonly FrameTest[];

/** Conditions of one question: a bit each of a signed word. */
export const MAX_FRAME_CONDITIONS = 31;
export const MATCHED_FRAME_WORDS = 3;

/**
 * The frames that meet any of the conditions, as rows of {@link MATCHED_FRAME_WORDS} words: frame id (low, high), a bit for each
 * condition it meets. Frame ids are told apart by app already.
 *
 * @param apps all when absent
 */
export async function matchFrames(
  source: RowSource,
  project: ProjectId,
  apps: readonly string[] | undefined,
  conditions: readonly FrameCondition[],
  ask: Ask = {},
): Promise<Uint32Array> {
  if (conditions.length > MAX_FRAME_CONDITIONS) throw new RangeError('more conditions than bits');
  const params: Record<string, string> = {};
  const bits = conditions.map((tests, index) => {
    const passed = tests.map(({ field, operator, value }, place) => {
      const name = `frame${index}_${place}`;
      params[name] = value;
      return operator === '=' ? `${field} = {${name}:String}` : `match(${field}, {${name}:String})`;
    });
    return `if(${passed.join(' AND ')}, ${2 ** index}, 0)`;
  });
  const body = await source.binary({
    name: 'match-frames',
    sql: `
      SELECT frame_id, toUInt32(${bits.join(' + ')}) AS met
      FROM frames
      WHERE project_id = {project:UInt32} ${apps === undefined ? '' : 'AND app IN {apps:Array(String)}'} AND met != 0`,
    params: { project, ...params, ...(apps === undefined ? {} : { apps }) },
    ...ask,
  });
  return wordsOf(body);
}
