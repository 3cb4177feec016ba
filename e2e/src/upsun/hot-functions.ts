/** Percent of a type's total that functions have themselves, to one digit. */
export type Shares = Readonly<Record<string, number>>;

const go = (hashOrders: number, renderInvoice: number, scoreFraud: number, more: Shares = {}): Shares => ({
  'example.com/orders/work.hashOrders': hashOrders,
  'example.com/orders/work.renderInvoice': renderInvoice,
  'example.com/orders/work.scoreFraud': scoreFraud,
  ...more,
});
const node = (hashOrders: number, renderInvoice: number, scoreFraud: number, more: Shares = {}): Shares => ({
  hashOrders,
  renderInvoice,
  scoreFraud,
  ...more,
});
const python = (hash_orders: number, render_invoice: number, score_fraud: number, more: Shares = {}): Shares => ({
  hash_orders,
  render_invoice,
  score_fraud,
  ...more,
});
const cart = 'load_cart.<locals>.<listcomp>';

/**
 * Recording -> type -> hot functions. Counted by an independent reader when the clients were recorded; their programs burn hashing
 * 60 %, rendering 30 %, scoring 10 % of what they spend on orders.
 */
export const hotFunctions: Readonly<Record<string, Readonly<Record<string, Shares>>>> = {
  'dd-go/002': {
    cpu: go(50, 30.1, 6.5, { 'runtime.asyncPreempt': 9.7 }),
    goroutine: { 'runtime.gopark': 83.3, 'runtime.notetsleepg': 5.6 },
    inuse_space: { 'example.com/orders/work.LoadCart': 82.5, 'bytes.growSlice': 1.8 },
  },
  'dd-go/003': {
    cpu: go(51, 27.3, 10.8, { 'runtime.asyncPreempt': 7.2 }),
    alloc_space: { 'example.com/orders/work.LoadCart': 83.2, 'compress/flate.NewWriter': 6.9 },
    alloc_objects: { 'bufio.NewReaderSize': 60.7, 'example.com/orders/work.LoadCart': 20.4 },
  },
  'dd-go/004': {
    cpu: go(54.3, 23.4, 8.6, { 'runtime.asyncPreempt': 11.2 }),
    inuse_objects: { 'example.com/orders/work.LoadCart': 93.1 },
  },
  'blackfire-go/001': { cpu: go(52.7, 27, 9.9), goroutine: { 'runtime.gopark': 71.4 } },
  'blackfire-go/002': { cpu: go(46, 22.8, 11.9), inuse_space: { 'example.com/orders/work.LoadCart': 63.7 } },
  'blackfire-go/003': { cpu: go(52.2, 29.2, 9.6), alloc_objects: { 'example.com/orders/work.LoadCart': 100 } },
  'blackfire-go/004': { cpu: go(50.8, 23.9, 9.1) },
  'blackfire-go/005': { cpu: go(54.4, 25.9, 8.8) },
  'dd-node/003': {
    wall: node(46.5, 26.6, 9.8, { loadCart: 2.7, 'Garbage Collection': 5.1 }),
    cpu: node(41.3, 23, 8.2, { '(idle)': 5.6, 'Non JS threads activity': 10.4 }),
    inuse_space: { loadCart: 77, '(external)': 12, wrapSafe: 2.2 },
  },
  'dd-node/005': {
    wall: node(48.2, 31.7, 10.6, { loadCart: 2.8 }),
    cpu: node(42.1, 27.9, 9.7, { '(idle)': 9.5 }),
    inuse_space: { loadCart: 88.1, '(external)': 6.2 },
  },
  'dd-node/006': {
    wall: node(50.9, 29.7, 8.2, { loadCart: 4.1 }),
    cpu: node(41, 26.4, 7, { '(idle)': 9.3 }),
    inuse_space: { loadCart: 90.6, '(external)': 4.9 },
  },
  'dd-python/002': {
    cpu: python(44.8, 26.6, 6.8, { [cart]: 15.3 }),
    'wall-time': python(41.2, 21.7, 5.3, { [cart]: 11.3 }),
    alloc_space: python(51.9, 24.9, 9.2, { [cart]: 8.4 }),
  },
  'dd-python/003': {
    cpu: python(47.7, 25.4, 8.5, { [cart]: 14.9, contend_stock: 1.2 }),
    'wall-time': python(47.8, 20.9, 6.4, { [cart]: 11.9 }),
    inuse_space: { [cart]: 82.7, _compile_bytecode: 10.5 },
  },
  'dd-python/004': {
    cpu: python(47.2, 21.4, 7.9, { [cart]: 19.6 }),
    alloc_objects: python(58.7, 25.4, 12.3, { [cart]: 3.6 }),
  },
  'dd-python/005': { cpu: python(44.5, 22.6, 17.9, { [cart]: 8.8 }), 'wall-time': python(34.9, 13.3, 14.6) },
  'blackfire-python/002': {
    cpu: python(42.8, 20.8, 9.2, { [cart]: 13.3, 'FileLoader.get_data': 4 }),
    'wall-time': python(39.7, 16.8, 7.1),
  },
  'blackfire-python/003': { cpu: python(38.2, 22, 7.5, { [cart]: 21.4 }), 'wall-time': python(19.2, 9.6, 3.1) },
  'blackfire-python/004': {
    cpu: python(48.3, 25.2, 8.8, { [cart]: 12.7 }),
    'wall-time': python(50.1, 21.7, 7.5),
    alloc_space: python(57.7, 26.8, 8),
  },
};
