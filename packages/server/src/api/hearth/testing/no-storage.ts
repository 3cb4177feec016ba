import type { StorageDesk } from '../hearth-face-deps.ts';

/** Nothing is dropped, and nothing erased. */
export const noStorage: StorageDesk = {
  diskBudget: () => ({ budgetBytes: undefined, usedBytes: 0, droppedPartitions: 0, isExceeded: false }),
  erase: async () => undefined,
};
