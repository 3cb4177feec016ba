import { ROOT, splitName } from '@hearth/flamegraph';
import type { ReactNode } from 'react';
import type { DiffAnswer } from '../../api/wire.ts';
import { countText, threeDigits } from '../../format/number.ts';
import { scaleOf } from '../../format/scale.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SymbolName } from '../../ui/symbol-name.tsx';
import { changeClass, ratioText } from './change-words.ts';
import { type ComparedFunction, isNoise } from './compare-tree.ts';
import type { Compare } from './use-compare.ts';

/** The answer: how much the whole changed, and which function most of it is. */
export function Verdict({
  compare,
  isAbsolute,
  onOpen,
}: {
  readonly compare: Compare;
  readonly isAbsolute: boolean;
  /** Opens a function where it is called from. */
  readonly onOpen: (name: string) => void;
}): ReactNode {
  const { picture, answer, unit, type } = compare;
  // What there is nothing of is said below.
  if (compare.apps !== undefined && type === undefined) return null;
  if (picture === undefined || answer === undefined) {
    if (compare.error !== null) return null;
    return (
      <section className="verdict" aria-busy="true">
        <Skeleton width={120} height={26} />
        <Skeleton width={260} height={12} />
      </section>
    );
  }
  const { sides, functions, columns } = picture.comparison;
  const whole = { before: sides.before.total[ROOT] ?? 0, after: sides.after.total[ROOT] ?? 0 };
  const largest = Math.max(whole.before, whole.after);
  const look = changeClass(whole, largest);
  // In one unit, so that they can be compared.
  const scale = scaleOf(unit, largest);
  const numberText = scale.decimals === 0 ? countText : threeDigits;
  const inUnit = (value: number): string => `${numberText(value / scale.divisor)} ${scale.unit}`.trimEnd();
  const changed = functions.filter(({ self }) => !isNoise(self, largest));
  const more = changed.filter(({ self }) => self.after > self.before).length;
  const cause = causeOf(changed, whole.after >= whole.before);
  const info = cause === undefined ? undefined : columns.frames[cause.frame];
  const each = isAbsolute ? 'in all' : 'per profile';
  const empty = emptySide(answer);
  return (
    <section className={`verdict${compare.isStale ? ' is-stale' : ''}`} aria-label="Verdict">
      {empty === undefined && <p className={`verdict-figure ${look === 'noise' ? '' : look}`}>{ratioText(whole)}</p>}
      <p className="verdict-words">
        <b>{empty === undefined ? sentence(look, type?.title || type?.name || '', each) : `${empty} no profiles.`}</b>
        <span className="muted">
          {empty === undefined
            ? 'Change below 2 % of a function or 0.2 % of all counts as noise.'
            : 'Choose another range, or take a filter away.'}
        </span>
      </p>
      <span className="divider" />
      <p className="verdict-words">
        <span>
          <b className="mono">{inUnit(whole.before)}</b> <span className="muted">A, {each}</span>
        </span>
        <span>
          <b className="mono">{inUnit(whole.after)}</b> <span className="muted">B, {each}</span>
        </span>
      </p>
      <span className="divider" />
      <p className="verdict-words muted">
        <span>
          <b className="more mono">{more}</b> functions more, <b className="less mono">{changed.length - more}</b> less
        </span>
        <span>{countText(functions.length - changed.length)} within noise</span>
      </p>
      {info !== undefined && (
        <>
          <span className="divider" />
          <div className="verdict-words grow">
            <span className="muted">Most of it</span>
            <SymbolName parts={splitName(info)} />
          </div>
          <Button look="primary" onClick={() => onOpen(info.name)}>
            Open the sandwich
          </Button>
        </>
      )}
    </section>
  );
}

/** Undefined when both have profiles. */
function emptySide({ left, right }: DiffAnswer): string | undefined {
  if (left.facts.profiles === 0) return right.facts.profiles === 0 ? 'Both sides have' : 'Side A has';
  return right.facts.profiles === 0 ? 'Side B has' : undefined;
}

function sentence(look: 'more' | 'less' | 'noise', type: string, each: string): string {
  if (look === 'noise') return `No difference of ${type} beyond 2 %, ${each}.`;
  return `${look === 'more' ? 'More' : 'Less'} ${type} in B, ${each}.`;
}

/** The function whose own value changed most the way the whole did. */
function causeOf(changed: readonly ComparedFunction[], isMore: boolean): ComparedFunction | undefined {
  let found: ComparedFunction | undefined;
  let most = 0;
  for (const one of changed) {
    const change = (one.self.after - one.self.before) * (isMore ? 1 : -1);
    if (change > most) [found, most] = [one, change];
  }
  return found;
}
