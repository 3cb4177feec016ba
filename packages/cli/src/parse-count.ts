import { InvalidArgumentError } from 'commander';

/** Reads a whole number between two bounds; for an option's parser. */
export const parseCount =
  (min: number, max: number) =>
  (text: string): number => {
    const count = Number(text);
    if (Number.isInteger(count) && count >= min && count <= max) return count;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
