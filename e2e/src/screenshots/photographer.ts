import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Theme, WebSession } from '../web/web-session.ts';
import type { Shot } from './shots.ts';

/** The window of the pictures; 400 is the narrowest that a place must stand. */
export type Width = 1280 | 400;

const HEIGHT = 800;
/** What a place shows while its answers are on their way. */
const UNFINISHED = '.skeleton, .is-stale, .progress-line-active';
/** The last movement of what is drawn in frames of an animation. */
const SETTLE_MS = 400;

/** Takes pictures of places that have all of their answers. */
export class Photographer {
  readonly #web: WebSession;
  readonly #project: string;

  /** @param project address of the project, e.g. `/o/1/p/demo` */
  constructor(web: WebSession, project: string) {
    this.#web = web;
    this.#project = project;
  }

  /** Writes the picture; returns its bytes. Throws when the place does not show what it should. */
  async take({ name, path, shows }: Shot, theme: Theme, directory: string, width: Width = 1280): Promise<number> {
    const { page } = this.#web;
    await page.setViewportSize({ width, height: HEIGHT });
    await this.#web.setTheme(theme);
    await page.goto(this.#project + path);
    await page.getByText(shows).first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    await page.waitForFunction(`document.querySelector(${JSON.stringify(UNFINISHED)}) === null`);
    await page.waitForTimeout(SETTLE_MS);
    const picture = await page.screenshot({ animations: 'disabled' });
    const suffix = width === 1280 ? '' : `-${String(width)}`;
    await writeFile(join(directory, `${name}-${theme}${suffix}.png`), picture);
    return picture.length;
  }
}
