// A shop whose truth is known: of the time of one order hashOrders burns 60 %, renderInvoice 30 %, scoreFraud 10 %
// (one loop, 6:3:1 turns). `loadCart` keeps the last 20 carts alive. Runs in Node and in browsers.

const TURNS = 1_500_000;
const KEPT_CARTS = 20;
const CART_ITEMS = 3000;

/** What the clock says that each of the three took so far: on a busy machine the truth is not quite 6:3:1. */
export const tookMs = { hashOrders: 0, renderInvoice: 0, scoreFraud: 0 };

function hashOrders(units) {
  let state = 1;
  for (let turn = 0; turn < units * TURNS; turn++) state = (Math.imul(state, 1664525) + 1013904223) & 0x7fffffff;
  return state;
}

function renderInvoice(units) {
  let state = 2;
  for (let turn = 0; turn < units * TURNS; turn++) state = (Math.imul(state, 1664525) + 1013904223) & 0x7fffffff;
  return state;
}

function scoreFraud(units) {
  let state = 3;
  for (let turn = 0; turn < units * TURNS; turn++) state = (Math.imul(state, 1664525) + 1013904223) & 0x7fffffff;
  return state;
}

const carts = [];

export function loadCart() {
  const cart = [];
  for (let item = 0; item < CART_ITEMS; item++) cart.push({ sku: `sku-${item}`, tags: new Array(8).fill(item) });
  carts.push(cart);
  if (carts.length > KEPT_CARTS) carts.shift();
}

export function handleOrder() {
  const start = performance.now();
  hashOrders(6);
  const hashed = performance.now();
  renderInvoice(3);
  const rendered = performance.now();
  scoreFraud(1);
  tookMs.hashOrders += hashed - start;
  tookMs.renderInvoice += rendered - hashed;
  tookMs.scoreFraud += performance.now() - rendered;
}

/** Serves orders for a while, with a pause after each. */
export async function serveOrders(seconds, pauseMs = 20) {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    handleOrder();
    loadCart();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
