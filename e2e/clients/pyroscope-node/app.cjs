'use strict';

const Pyroscope = require('@pyroscope/nodejs');

const { SERVER_ADDRESS, APP, BASIC_USER, BASIC_PASSWORD, AUTH_TOKEN, TENANT } = process.env;
const periodMs = Number(process.env.PERIOD_SECONDS ?? '4') * 1000;
Pyroscope.init({
  serverAddress: SERVER_ADDRESS,
  appName: APP,
  tags: { region: 'eu-west-1', env: 'staging', version: '1.4.2' },
  flushIntervalMs: periodMs,
  wall: { samplingDurationMs: periodMs, samplingIntervalMicros: 10_000, collectCpuTime: true },
  basicAuthUser: BASIC_USER,
  basicAuthPassword: BASIC_PASSWORD,
  authToken: AUTH_TOKEN,
  tenantID: TENANT,
});
Pyroscope.start();

const endpoints = ['/orders', '/invoices'];

void import('../javascript/shop.mjs').then(async ({ handleOrder, loadCart }) => {
  const until = Date.now() + Number(process.env.RUN_SECONDS ?? '14') * 1000;
  for (let turn = 0; Date.now() < until; turn++) {
    Pyroscope.wrapWithLabels({ endpoint: endpoints[turn % endpoints.length] }, handleOrder);
    loadCart();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await Pyroscope.stop();
});
