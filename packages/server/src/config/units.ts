import { z } from 'zod';

const sizeUnits = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 } as const;

/** Bytes: a whole number, or one with K, M, G or T (powers of 1024), e.g. `512M`, `1.5GiB`. */
export const bytes = z.union([z.number().int().nonnegative(), z.string()]).transform((value, context) => {
  if (typeof value === 'number') return value;
  const match = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec(value.trim());
  if (match === null) {
    context.addIssue({ code: 'custom', message: 'must be a size such as 512M or 2GiB' });
    return z.NEVER;
  }
  const unit = (match[2] ?? '').toLowerCase() as keyof typeof sizeUnits;
  const size = Math.round(Number(match[1]) * sizeUnits[unit]);
  if (Number.isSafeInteger(size)) return size;
  context.addIssue({ code: 'custom', message: 'must be below 8192T' });
  return z.NEVER;
});

/** A whole number between two bounds, also when it comes as text. */
export const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(min, `must be ${min} or more`)
    .max(max, `must be at most ${max}`);

/** A switch: `true`, `false`, `1`, `0`, `yes`, `no`, `on`, `off`. */
export const toggle = z.union([z.boolean(), z.stringbool()], { error: 'must be true or false' });

/** An address of the web. */
export const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
