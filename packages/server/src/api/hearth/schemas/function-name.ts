import { z } from 'zod';
import type { FunctionStacks } from '../../../query/selector/resolve-stacks.ts';

/** What decoders cut names to. */
const MAX_NAME_LENGTH = 4_096;

/** Members that name one function; file and module tell functions of the same name apart. */
export const functionName = {
  function: z.string().min(1).max(MAX_NAME_LENGTH),
  file: z.string().max(MAX_NAME_LENGTH).optional(),
  module: z.string().max(MAX_NAME_LENGTH).optional(),
};

interface FunctionBody {
  readonly function: string;
  readonly file?: string | undefined;
  readonly module?: string | undefined;
  readonly value: 'self' | 'total';
}

export const functionStacksOf = ({ value, ...name }: FunctionBody): FunctionStacks => ({ value, function: name });
