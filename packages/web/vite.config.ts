import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const outDir = 'dist/site';

/** The server sends what lies beside a file as `.gz` to whoever takes it: compressed once, here, not at each request. */
const precompress = (): Plugin => ({
  name: 'precompress',
  closeBundle() {
    const assets = join(import.meta.dirname, outDir, 'assets');
    for (const file of readdirSync(assets)) {
      if (!/\.(?:js|css|svg)$/.test(file)) continue;
      writeFileSync(join(assets, `${file}.gz`), gzipSync(readFileSync(join(assets, file)), { level: 9 }));
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
    rolldownOptions: {
      // Libraries mark their modules for servers that render; there is none here.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
  plugins: [precompress()],
  server: { port: 5173, proxy: { '/api': hearth, '/auth': hearth } },
});
