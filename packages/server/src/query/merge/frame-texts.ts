import type { FrameText } from '../../store/readers/frames-by-id.ts';
import type { FrameRef, KeySet } from '../tree/frame-keys.ts';
import type { Grouping } from '../tree/prefix-tree.ts';
import type { QuestionContext } from './question-context.ts';

const UNKNOWN: FrameText = { function: '', file: '', line: 0, module: '', address: '', inApp: null };

/** The texts of keys, in their order; a frame that is not stored any more has none. What the grouping does not tell apart is left out. */
export async function frameTexts(
  { names, project, ask }: QuestionContext,
  keys: KeySet,
  wanted: readonly number[],
  grouping: Grouping,
): Promise<readonly FrameText[]> {
  const texts = new Array<FrameText>(wanted.length).fill(UNKNOWN);
  const byApp = new Map<string, { readonly refs: FrameRef[]; readonly places: number[] }>();
  for (const [place, key] of wanted.entries()) {
    const ref = keys.frameOf(key);
    const app = byApp.get(ref.app) ?? { refs: [], places: [] };
    byApp.set(ref.app, app);
    app.refs.push(ref);
    app.places.push(place);
  }
  for (const [app, { refs, places }] of byApp) {
    const found = await names.of(project, app, refs, ask);
    for (const [at, place] of places.entries()) texts[place] = asGrouped(found[at] ?? UNKNOWN, grouping);
  }
  return texts;
}

function asGrouped(text: FrameText, grouping: Grouping): FrameText {
  const { file, module } = text;
  switch (grouping) {
    case 'line':
      return text;
    case 'function':
      return { ...text, line: 0 };
    case 'file':
      return { ...UNKNOWN, file, module: file === '' ? module : '' };
    case 'module':
      return { ...UNKNOWN, module };
  }
}
