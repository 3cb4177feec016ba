'use strict';

require('dd-trace').init();

// Runs RUN_SECONDS, then has nothing left to do.
void import('../javascript/shop.mjs').then(({ serveOrders }) => serveOrders(Number(process.env.RUN_SECONDS ?? '14')));
