/** What a program under an SDK says of itself when it is done. */
export interface Told {
  /** Function -> milliseconds that it took by the clock. */
  readonly tookMs: Readonly<Record<string, number>>;
  /** The root span of each request. */
  readonly spans: readonly { readonly name: string; readonly traceId: string; readonly spanId: string }[];
  /** Ids of the transactions' events, where the SDK sends such. */
  readonly transactions: readonly string[];
}

export const workFunctions = ['hashorders', 'renderinvoice', 'scorefraud'] as const;

/** `hash_orders` and `hashOrders` are one function to us. */
export const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase();

export function toldBy(output: string): Told {
  const line = output.split('\n').find((each) => each.startsWith('TOLD '));
  if (line === undefined) throw new Error(`the program told nothing:\n${output.slice(-2000)}`);
  return JSON.parse(line.slice('TOLD '.length)) as Told;
}

/** Shares of the three functions in what they took together, in the order of `workFunctions`. */
export function trueShares(told: Told): readonly number[] {
  const took = new Map(Object.entries(told.tookMs).map(([name, ms]) => [plainName(name), ms]));
  return sharesOf(workFunctions.map((name) => took.get(name) ?? 0));
}

export function sharesOf(parts: readonly number[]): readonly number[] {
  const all = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / all);
}
