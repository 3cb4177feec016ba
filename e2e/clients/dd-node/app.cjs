'use strict';

// A shop whose truth is known: of the CPU of one order hashOrders burns 60 %, renderInvoice 30 %, scoreFraud 10 %
// (one loop, 6:3:1 turns). `loadCart` keeps the last 20 carts alive. Runs RUN_SECONDS, then has nothing left to do.
require('dd-trace').init();

const TURNS = 1_500_000;
const KEPT_CARTS = 20;
const CART_ITEMS = 3000;

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

function loadCart() {
  const cart = [];
  for (let item = 0; item < CART_ITEMS; item++) cart.push({ sku: `sku-${item}`, tags: new Array(8).fill(item) });
  carts.push(cart);
  if (carts.length > KEPT_CARTS) carts.shift();
}

const until = Date.now() + Number(process.env.RUN_SECONDS ?? '14') * 1000;

function serveOrder() {
  hashOrders(6);
  renderInvoice(3);
  scoreFraud(1);
  loadCart();
  if (Date.now() < until) setTimeout(serveOrder, 20);
}

serveOrder();
