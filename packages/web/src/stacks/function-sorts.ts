/** What a table of functions is ordered by. A file of its own: addresses are read before anything of a table is loaded. */
export const functionSorts = ['self', 'total', 'name'] as const;
export type FunctionSort = (typeof functionSorts)[number];
