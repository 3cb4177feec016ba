/** How values of a type combine over time: cpu time adds up, the number of live objects is averaged. */
export type Aggregation = 'sum' | 'avg';

/** What a value column means, e.g. `{ type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' }`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
  readonly aggregation: Aggregation;
}
