import type { FileFormatName } from '@hearth/profile';
import type { ProfileSummary } from '../../store/readers/profile-summary.ts';
import type { MergeAnswer } from '../merge/ask-merge.ts';
import type { Selector } from '../selector/selector.ts';
import type { StoredReader } from './stored-reader.ts';

const MS_NANOS = 1_000_000n;

/** A merged selection as a file; what the merge cut off is in frames called `other`. */
export function writeSelection(
  stored: StoredReader,
  { facts, tree }: Pick<MergeAnswer, 'facts' | 'tree'>,
  { fromMs, toMs }: Pick<Selector, 'fromMs' | 'toMs'>,
  format: FileFormatName,
): Promise<Uint8Array> {
  const nanos = BigInt(Math.round(fromMs ?? 0)) * MS_NANOS;
  const header =
    fromMs === undefined || toMs === undefined
      ? {}
      : {
          timeNanos: { lo: Number(BigInt.asUintN(32, nanos)), hi: Number(BigInt.asIntN(32, nanos >> 32n)) },
          durationNanos: Math.min(Number(BigInt(Math.round(toMs - fromMs)) * MS_NANOS), Number.MAX_SAFE_INTEGER),
        };
  const title = `${facts.apps.length === 1 ? facts.apps[0]! : 'all apps'} ${facts.type.type}`;
  const { parent, frame, frames, sides } = tree;
  return stored.writeMerged({ tree: { parent, frame, frames, sides }, type: facts.type, header }, { format, title });
}

/** What a profile is most likely opened for. */
const LIKELY = ['cpu', 'wall'];

/** The selection that is one profile and nothing else; its start is said, so that no other day is looked at. */
export function selectorOfProfile({ id, app, types, startMs }: ProfileSummary, type: string | undefined): Selector {
  const likely = LIKELY.find((one) => types.includes(one)) ?? types.at(-1) ?? '';
  return { apps: [app], type: type ?? likely, labels: [], profiles: [id], fromMs: startMs, toMs: startMs + 1 };
}
