/** What one recorded envelope of a profile holds, as counted from the recording by another tool than ours. */
export interface RecordedProfile {
  readonly mode: 'v1' | 'trace' | 'manual';
  /** Of all threads. */
  readonly samples: number;
  /**
   * Of them, those of the SDK's own threads. By their frames, not by the threads' names: Python gave the id of a thread of the
   * shop to the SDK's worker later (004: 37 samples, 008: 51).
   */
  readonly ownThreads: number;
  /** Percent of all samples by leaf function, to one digit. */
  readonly leaves: Readonly<Record<string, number>>;
}

/** Capture -> what is in it. Every other recorded envelope holds transactions, spans or sessions. */
export const recordedProfiles: Readonly<Record<string, RecordedProfile>> = {
  'sentry-node-10/001': {
    mode: 'v1',
    samples: 60,
    ownThreads: 0,
    leaves: {
      hashOrders: 43.3,
      renderInvoice: 21.7,
      scoreFraud: 13.3,
      '(idle)': 13.3,
      handleOrder: 3.3,
      loadCart: 1.7,
    },
  },
  'sentry-node-10/002': {
    mode: 'v1',
    samples: 60,
    ownThreads: 0,
    leaves: { hashOrders: 48.3, renderInvoice: 25, '(idle)': 15, scoreFraud: 6.7, loadCart: 1.7, '(program)': 1.7 },
  },
  'sentry-node-10/004': {
    mode: 'trace',
    samples: 55,
    ownThreads: 0,
    leaves: { hashOrders: 43.6, renderInvoice: 27.3, '(idle)': 18.2, scoreFraud: 7.3 },
  },
  'sentry-node-10/006': {
    mode: 'trace',
    samples: 45,
    ownThreads: 0,
    leaves: { hashOrders: 51.1, renderInvoice: 22.2, scoreFraud: 11.1, '(idle)': 11.1, loadCart: 2.2 },
  },
  'sentry-node-10/009': {
    mode: 'manual',
    samples: 72,
    ownThreads: 0,
    leaves: { hashOrders: 30.6, '(idle)': 27.8, renderInvoice: 19.4, scoreFraud: 2.8 },
  },
  'sentry-node-11/001': {
    mode: 'trace',
    samples: 52,
    ownThreads: 0,
    leaves: { hashOrders: 44.2, renderInvoice: 23.1, '(idle)': 17.3, scoreFraud: 7.7, loadCart: 1.9 },
  },
  'sentry-node-11/003': {
    mode: 'trace',
    samples: 47,
    ownThreads: 0,
    leaves: { hashOrders: 42.6, renderInvoice: 21.3, '(idle)': 17, scoreFraud: 10.6, loadCart: 2.1 },
  },
  'sentry-node-11/008': {
    mode: 'manual',
    samples: 125,
    ownThreads: 0,
    leaves: { hashOrders: 44, renderInvoice: 21.6, '(idle)': 20, scoreFraud: 8, loadCart: 1.6 },
  },
  'sentry-python/001': {
    mode: 'v1',
    samples: 288,
    ownThreads: 162,
    leaves: { hash_orders: 24.3, render_invoice: 12.2, score_fraud: 3.8, request: 3.5 },
  },
  'sentry-python/002': {
    mode: 'v1',
    samples: 484,
    ownThreads: 321,
    leaves: { 'Condition.wait': 22.5, hash_orders: 18.8, render_invoice: 8.9, score_fraud: 3.3, request: 2.1 },
  },
  'sentry-python/004': {
    mode: 'trace',
    samples: 262,
    ownThreads: 150,
    leaves: { hash_orders: 22.5, render_invoice: 11.8, request: 3.8, score_fraud: 3.4, 'Condition.wait': 1.1 },
  },
  'sentry-python/006': {
    mode: 'trace',
    samples: 470,
    ownThreads: 306,
    leaves: { 'Condition.wait': 21.9, hash_orders: 19.4, render_invoice: 10, score_fraud: 3, request: 1.9 },
  },
  'sentry-python/008': {
    mode: 'manual',
    samples: 922,
    ownThreads: 582,
    leaves: { hash_orders: 19.3, 'Condition.wait': 13.1, render_invoice: 9.8, score_fraud: 3.1, request: 2.3 },
  },
};
