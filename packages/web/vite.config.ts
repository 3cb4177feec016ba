import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { noScrollRestoration } from './no-scroll-restoration.ts';
import { placePages } from './place-pages.ts';

const outDir = 'dist/site';

/** Level 11 takes ten times as long for the last two percent. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** The server sends what lies beside a file as `.br` or `.gz` to whoever takes it: compressed once, here, not at each request. */
const precompress = (): Plugin => ({
  name: 'precompress',
  closeBundle() {
    const assets = join(import.meta.dirname, outDir, 'assets');
    for (const file of readdirSync(assets)) {
      if (!/\.(?:js|css|svg)$/.test(file)) continue;
      const bytes = readFileSync(join(assets, file));
      writeFileSync(join(assets, `${file}.gz`), gzipSync(bytes, { level: 9 }));
      writeFileSync(join(assets, `${file}.br`), brotliCompressSync(bytes, BROTLI));
    }
  },
});

/** The page's own host goes along: the server takes changes from a session only when they come from its own pages. */
const hearth = { target: process.env['HEARTH_URL'] ?? 'http://127.0.0.1:4040', changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  // Workspace packages from their sources: a change in one shows at once, and nothing has to be built before.
  resolve: { conditions: ['hearth-source', 'module', 'browser', 'import', 'default'] },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    // The content policy takes no inline data in style sheets, and nothing here is small enough to matter.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // One sheet of 12 kB for all places: none waits for another one, and nothing is drawn before its own is there.
    cssCodeSplit: false,
    rolldownOptions: {
      // Libraries mark their modules for servers that render; there is none here.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      // Compressing takes longer than bundling: that is no news.
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // Each holds all that its modules import, or a group before it does: so files never import each other in a circle.
            // What asks the first questions, before anything that draws is run.
            { name: 'first', tags: ['$initial'], priority: 3 },
            // A browser has six connections: two larger files rather than thirty that two places share.
            { name: 'vendor', test: /[\\/]node_modules[\\/]/, minShareCount: 2, priority: 2 },
            { name: 'shared', minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  plugins: [noScrollRestoration(), placePages(), precompress()],
  server: { port: 5173, proxy: { '/api': hearth, '/auth': hearth } },
});
