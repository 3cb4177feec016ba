import { type FrameText, framesById } from '../../store/readers/frames-by-id.ts';
import type { KeySet } from '../tree/frame-keys.ts';
import type { Grouping } from '../tree/prefix-tree.ts';
import type { QuestionContext } from './question-context.ts';

const UNKNOWN: FrameText = { function: '', file: '', line: 0, module: '', address: '' };

/** The texts of keys, in their order; a frame that is not stored any more has none. Lines are left out when grouped by function. */
export async function frameTexts(
  { source, project, ask }: QuestionContext,
  keys: KeySet,
  wanted: readonly number[],
  grouping: Grouping,
): Promise<readonly FrameText[]> {
  const refs = wanted.map((key) => {
    const { app, lo, hi } = keys.frameOf(key);
    return { app, id: String(BigInt(hi) * 4_294_967_296n + BigInt(lo)) };
  });
  const idsByApp = new Map<string, string[]>();
  for (const { app, id } of refs) {
    const ids = idsByApp.get(app);
    if (ids === undefined) idsByApp.set(app, [id]);
    else ids.push(id);
  }
  const texts = new Map<string, ReadonlyMap<string, FrameText>>();
  for (const [app, ids] of idsByApp) texts.set(app, await framesById(source, project, app, ids, ask));
  return refs.map(({ app, id }) => {
    const text = texts.get(app)?.get(id) ?? UNKNOWN;
    return grouping === 'line' ? text : { ...text, line: 0 };
  });
}
