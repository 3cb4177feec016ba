import type { QueryParams } from './row-source.ts';

/** Where the values of a type stand: for each of the four value columns the kinds that have it there. */
export type KindColumnsOfType = readonly (readonly string[])[];

export interface ValueOfType {
  /** An expression over `samples`. */
  readonly value: string;
  /** Narrows to rows that have the type. */
  readonly condition: string;
  readonly params: QueryParams;
}

export function valueOfType(columns: KindColumnsOfType): ValueOfType {
  const used = columns.flatMap((kinds, column) => (kinds.length === 0 ? [] : [{ kinds, column }]));
  const choices = used.map(({ column }) => `kind IN {kinds${column}:Array(String)}, v${column}`);
  return {
    value: used.length === 1 ? `v${used[0]!.column}` : `multiIf(${choices.join(', ')}, 0)`,
    condition: 'kind IN {kinds:Array(String)}',
    params: {
      kinds: used.flatMap((one) => one.kinds),
      ...Object.fromEntries(used.map((one) => [`kinds${one.column}`, one.kinds])),
    },
  };
}
