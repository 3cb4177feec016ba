/** What happens on the write path, for logs. */
export type StoreEvent =
  | { readonly kind: 'originals-failed'; readonly group: number; readonly uploads: number; readonly error: string }
  | { readonly kind: 'derive-failed'; readonly group: number; readonly error: string }
  | { readonly kind: 'repaired'; readonly group: number }
  | { readonly kind: 'repair-failed'; readonly group: number; readonly attempt: number; readonly error: string }
  | { readonly kind: 'quarantined'; readonly projectId: number; readonly uploadId: string; readonly reason: string }
  | { readonly kind: 'recovering'; readonly groups: number }
  | { readonly kind: 'partition-dropped'; readonly table: string; readonly partition: string }
  | {
      readonly kind: 'budget-dropped';
      readonly table: string;
      readonly partition: string;
      readonly freedBytes: number;
      readonly budgetBytes: number;
    }
  | { readonly kind: 'budget-exceeded'; readonly usedBytes: number; readonly budgetBytes: number }
  | { readonly kind: 'roll-discarded'; readonly projectId: number; readonly app: string; readonly hour: number }
  | { readonly kind: 'background-failed'; readonly task: string; readonly error: string };
