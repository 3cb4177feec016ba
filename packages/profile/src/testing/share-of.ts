import type { Profile } from '../profile.ts';

/** How much of a value column lies in samples whose innermost function has this name: 0 to 1. For tests. */
export function selfShareOf(profile: Profile, name: string, column: number): number {
  const { samples, stacks, frames, functions, strings } = profile;
  let own = 0;
  let all = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    const value = samples.values[column]![sample]!;
    all += value;
    const stack = samples.stack[sample]!;
    const func = stack < 0 ? -1 : frames.func[stacks.frame[stack]!]!;
    if (func >= 0 && strings[functions.name[func]!] === name) own += value;
  }
  return own / all;
}
