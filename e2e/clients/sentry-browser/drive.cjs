'use strict';

// Serves the page with the header that allows profiling, opens it in Chromium (CHROMIUM) and waits until it is done.
// Prints what the page told and everything that its console said.
const { readFile } = require('node:fs/promises');
const { createServer } = require('node:http');
const { extname, join, normalize } = require('node:path');
const { chromium } = require('playwright-core');

const modules = process.env.NODE_PATH;
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript' };
const own = { '/': 'index.html', '/page.mjs': 'page.mjs', '/shop.mjs': '../javascript/shop.mjs' };

function fileOf(path) {
  if (path.startsWith('/node_modules/')) return join(modules, normalize(path.slice('/node_modules'.length)));
  return own[path] && join(__dirname, own[path]);
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  const file = fileOf(pathname);
  try {
    const content = await readFile(file);
    response.writeHead(200, { 'content-type': types[extname(file)], 'document-policy': 'js-profiling' });
    response.end(content);
  } catch {
    response.writeHead(pathname === '/favicon.ico' ? 204 : 404);
    response.end();
  }
}

const server = createServer((request, response) => void answer(request, response));

async function main() {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Its sandbox starts neither for root nor in most containers, and the page is our own.
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, chromiumSandbox: false });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => process.stdout.write(`console.${message.type()}: ${message.text()}\n`));
    page.on('pageerror', (error) => process.stdout.write(`pageerror: ${error.name} ${error.message} ${error.stack}\n`));
    page.on('requestfailed', (request) => process.stdout.write(`Error: request failed: ${request.url()}\n`));
    const query = new URLSearchParams({
      dsn: process.env.SENTRY_DSN,
      release: process.env.SENTRY_RELEASE,
      environment: process.env.SENTRY_ENVIRONMENT,
      mode: process.env.MODE,
      seconds: process.env.RUN_SECONDS,
    });
    await page.goto(`http://127.0.0.1:${server.address().port}/?${query}`);
    await page.waitForFunction(() => globalThis.shop !== undefined);
    const told = await page.evaluate(() => globalThis.shop);
    process.stdout.write(`TOLD ${JSON.stringify(told)}\n`);
  } finally {
    await browser.close();
    server.close();
  }
}

void main();
