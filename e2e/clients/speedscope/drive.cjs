'use strict';

// Opens each file of the folder FILES in speedscope's own application, in Chromium (CHROMIUM), and prints what its table of
// functions shows, a line of JSON a file. Nothing but this program's own server is reached.
const { readdirSync } = require('node:fs');
const { readFile } = require('node:fs/promises');
const { createServer } = require('node:http');
const { extname, join, normalize } = require('node:path');
const { chromium } = require('playwright-core');

const application = join(process.env.NODE_PATH, 'speedscope', 'dist', 'release');
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};
/** Software drawing of a cold start on a busy machine. */
const TIMEOUT_MS = 60_000;

function fileOf(path) {
  if (path.startsWith('/files/')) return join(process.env.FILES, normalize(path.slice('/files'.length)));
  return join(application, normalize(path === '/' ? '/index.html' : path));
}

async function answer(request, response) {
  const file = fileOf(decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname));
  try {
    const content = await readFile(file);
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    response.end(content);
  } catch {
    response.writeHead(404);
    response.end();
  }
}

/** Name, self and total of each row of the sandwich view, as texts. */
function rowsOfTable() {
  return [...document.querySelectorAll('table:not(:has(thead)) tr')].map((row) => {
    const [total, self, name] = [...row.querySelectorAll('td')].map((cell) => cell.textContent);
    return { self, total, name };
  });
}

async function open(browser, origin, file) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(?:data|blob):/.test(request.url())) complaints.push(request.url());
  });
  try {
    await page.goto(`${origin}/#profileURL=${encodeURIComponent(`${origin}/files/${encodeURIComponent(file)}`)}`);
    const sandwich = page.getByText('Sandwich', { exact: false }).first();
    await sandwich.waitFor({ timeout: TIMEOUT_MS });
    await sandwich.click();
    // Tables with a head are the menu of a file's profiles, and the head of this one.
    await page.locator('table:not(:has(thead)) tr').first().waitFor({ timeout: TIMEOUT_MS });
    const rows = await page.evaluate(rowsOfTable);
    const title = await page.title();
    const marked = await page.evaluate(() => globalThis.marked === true || document.querySelectorAll('img').length > 0);
    return { file, title, rows, marked, complaints };
  } finally {
    await page.close();
  }
}

async function main() {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Its sandbox starts neither for root nor in most containers; the page draws with WebGL, which software does here.
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    chromiumSandbox: false,
    timeout: TIMEOUT_MS,
    args: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
  });
  try {
    for (const file of readdirSync(process.env.FILES).sort()) {
      const found = await open(browser, `http://127.0.0.1:${server.address().port}`, file);
      process.stdout.write(`FOUND ${JSON.stringify(found)}\n`);
    }
  } finally {
    await browser.close();
    server.close();
  }
}

void main();
