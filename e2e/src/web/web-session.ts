import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { commandPath } from '../install/command-path.ts';

export type Theme = 'light' | 'dark';

export interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly string[];
}

export interface PageWeight {
  /** Paths of all scripts that were loaded. */
  readonly scripts: readonly string[];
  readonly scriptBytes: number;
  readonly shift: number;
}

/** A busy two-core machine; healthy pages answer in a fraction of a second. */
const TIMEOUT_MS = 15_000;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Errors that a page reported of itself; what was aborted by going elsewhere is none. */
export class WebSession {
  readonly page: Page;
  readonly errors: string[] = [];
  readonly #browser: Browser;
  readonly #context: BrowserContext;

  private constructor(browser: Browser, context: BrowserContext, page: Page) {
    this.#browser = browser;
    this.#context = context;
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** A fresh browser without a session. */
  static async open(origin: string, theme: Theme = 'dark'): Promise<WebSession> {
    const browser = await chromium.launch({ executablePath: commandPath('chromium'), args: ['--no-sandbox'] });
    const context = await browser.newContext({
      baseURL: origin,
      colorScheme: theme,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    return new WebSession(browser, context, await context.newPage());
  }

  /** Makes a session of a token, as following its sign-in link does. */
  async signIn(token: string): Promise<void> {
    const answer = await this.page.request.post('/auth/links', { headers: { authorization: `Bearer ${token}` } });
    const { path } = (await answer.json()) as { readonly path: string };
    await this.#context.request.get(path);
  }

  /** From the next page on, adds up how far things move. */
  async watchShifts(): Promise<void> {
    await this.page.addInitScript(`globalThis.shifted = 0; new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });`);
  }

  /** What the page brought: its scripts, their bytes under gzip, and the layout shift since {@link watchShifts}. */
  async weight(): Promise<PageWeight> {
    const ask = `({ shift: globalThis.shifted, scripts: performance.getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname).filter((path) => path.endsWith('.js')) })`;
    const found = (await this.page.evaluate(ask)) as Omit<PageWeight, 'scriptBytes'>;
    let scriptBytes = 0;
    // The browser takes other encodings too; what is promised is promised of gzip.
    for (const path of found.scripts) {
      const answer = await this.page.request.get(path, { headers: { 'accept-encoding': 'gzip' } });
      scriptBytes += Number(answer.headers()['content-length']);
    }
    return { ...found, scriptBytes };
  }

  /** Serious and critical findings of axe on what is on the screen. */
  async findings(): Promise<readonly Finding[]> {
    // Evaluated, not added as a script: the page's policy lets nothing inline run.
    await this.page.evaluate(axeSource);
    const run = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 5).map(({ html }) => html) })))`;
    return (await this.page.evaluate(run)) as readonly Finding[];
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.#browser.close();
  }
}
