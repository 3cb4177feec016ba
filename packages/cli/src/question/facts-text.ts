import type { FactsAnswer } from './stack-answer.ts';
import { valueText } from './value-text.ts';

/** What an answer is of: `cpu: 2.1 h in 64 profiles.` */
export const factsText = ({ type, total, profiles }: FactsAnswer): string =>
  `${type.name}: ${valueText(total, type.unit)} in ${profilesText(profiles)}.`;

export const profilesText = (count: number): string => (count === 1 ? '1 profile' : `${String(count)} profiles`);
