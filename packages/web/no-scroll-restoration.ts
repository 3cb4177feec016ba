import { join } from 'node:path';
import type { Plugin } from 'vite';

const own = join(import.meta.dirname, 'src/shell/no-scroll-restoration.ts');

/**
 * Puts a file of ours in the place of the router's memory of scroll positions. That one reads the session's storage when it is loaded,
 * used or not, and a browser that opens its storage for the first time makes the page wait for another process.
 */
export const noScrollRestoration = (): Plugin => {
  let isReplaced = false;
  return {
    name: 'no-scroll-restoration',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const isRouters = source === './scroll-restoration.js' && importer?.includes('/@tanstack/router-core/') === true;
      if (!isRouters) return undefined;
      isReplaced = true;
      return own;
    },
    buildEnd() {
      if (!isReplaced)
        this.error('The router no longer has scroll-restoration.js: look what its first page costs now.');
    },
  };
};
