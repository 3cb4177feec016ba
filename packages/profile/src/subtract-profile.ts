import type { Profile, SampleIndex } from './profile.ts';

/**
 * A profile without what an earlier one of the same process had counted already: for types that only grow while the process
 * lives. Samples are matched by their frames (function, file, line; the address where there is no function) and text labels. What
 * an earlier profile has more than the later one, as after a restart, is not taken below zero.
 *
 * @param types names of the types that are cumulative; a type that the earlier profile does not have stays as it is
 */
export function subtractProfile(profile: Profile, earlier: Profile, types: ReadonlySet<string>): Profile {
  const columns = profile.types.flatMap(({ type, unit }, column) => {
    const other = types.has(type) ? earlier.types.findIndex((each) => each.type === type && each.unit === unit) : -1;
    return other < 0 ? [] : [{ column, other }];
  });
  if (columns.length === 0) return profile;

  const keys = new SampleKeys();
  const keyOfEarlier = keys.of(earlier);
  const counted = new Map<string, number[]>();
  for (let sample = 0; sample < earlier.samples.length; sample++) {
    const key = keyOfEarlier(sample as SampleIndex);
    const sums = counted.get(key) ?? columns.map(() => 0);
    for (const [index, { other }] of columns.entries()) sums[index]! += earlier.samples.values[other]![sample]!;
    counted.set(key, sums);
  }

  const values = profile.samples.values.map((column) => column);
  for (const { column } of columns) values[column] = values[column]!.slice();
  const keyOf = keys.of(profile);
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const sums = counted.get(keyOf(sample as SampleIndex));
    if (sums === undefined) continue;
    for (const [index, { column }] of columns.entries()) {
      const taken = Math.max(0, Math.min(sums[index]!, values[column]![sample]!));
      sums[index]! -= taken;
      values[column]![sample]! -= taken;
    }
  }
  return { ...profile, samples: { ...profile.samples, values } };
}

/** Numbers for stacks that are equal in several profiles, whose own indexes differ. */
class SampleKeys {
  readonly #frames = new Map<string, number>();
  readonly #stacks = new Map<string, number>();

  of({ strings, functions, frames, stacks, samples }: Profile): (sample: SampleIndex) => string {
    const numberOf = (numbers: Map<string, number>, key: string): number => {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    };
    const frameNumbers = Uint32Array.from({ length: frames.length }, (_, frame) => {
      const func = frames.func[frame]!;
      const place =
        func < 0
          ? [frames.addressHi[frame], frames.addressLo[frame]]
          : [strings[functions.name[func]!], strings[functions.file[func]!], frames.line[frame]];
      return numberOf(this.#frames, JSON.stringify(place));
    });
    const stackNumbers = new Uint32Array(stacks.length);
    for (let stack = 0; stack < stacks.length; stack++) {
      const parent = stacks.parent[stack]!;
      const caller = parent < 0 ? -1 : stackNumbers[parent]!;
      stackNumbers[stack] = numberOf(this.#stacks, `${caller} ${frameNumbers[stacks.frame[stack]!]!}`);
    }
    const { first, key, text, isNumber } = samples.labels;
    return (sample) => {
      const stack = samples.stack[sample]!;
      const labels: string[] = [];
      for (let label = first[sample]!; label < first[sample + 1]!; label++) {
        if (isNumber[label] === 0) labels.push(JSON.stringify([strings[key[label]!], strings[text[label]!]]));
      }
      return `${stack < 0 ? -1 : stackNumbers[stack]!} ${labels.sort().join()}`;
    };
  }
}
