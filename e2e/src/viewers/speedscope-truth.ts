import { z } from 'zod';

const file = z.object({
  activeProfileIndex: z.int(),
  shared: z.object({ frames: z.array(z.object({ name: z.string() })) }),
  profiles: z.array(
    z.object({
      name: z.string(),
      unit: z.enum(['bytes', 'microseconds', 'milliseconds', 'nanoseconds', 'none', 'seconds']),
      samples: z.array(z.array(z.int())),
      weights: z.array(z.number()),
    }),
  ),
});

const perUnit = { bytes: 1, none: 1, nanoseconds: 1e-9, microseconds: 1e-6, milliseconds: 1e-3, seconds: 1 } as const;

/** What the functions of one name have themselves in the profile that is shown first, in seconds, bytes or what is counted. */
export function selfInFile(text: string): { readonly self: ReadonlyMap<string, number>; readonly sum: number } {
  const { activeProfileIndex, shared, profiles } = file.parse(JSON.parse(text));
  const { unit, samples, weights } = profiles[activeProfileIndex]!;
  const self = new Map<string, number>();
  let sum = 0;
  for (const [index, stack] of samples.entries()) {
    const value = weights[index]! * perUnit[unit];
    sum += value;
    const leaf = stack.at(-1);
    if (leaf === undefined) continue;
    const { name } = shared.frames[leaf]!;
    self.set(name, (self.get(name) ?? 0) + value);
  }
  return { self, sum };
}
