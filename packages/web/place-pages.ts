import type { Plugin, Rolldown } from 'vite';

/** The word of an address after its project, and the component that it shows. The overview has no word. */
const components: Readonly<Record<string, string>> = {
  overview: 'overview/overview-place.tsx',
  explore: 'explore/explore-place.tsx',
  compare: 'compare/compare-place.tsx',
  profiles: 'profile/profile-place.tsx',
  pipelines: 'captures/pipelines-place.tsx',
  ingest: 'ingest/ingest-place.tsx',
  settings: 'settings/settings-place.tsx',
};

/**
 * Writes `pages/<place>.html` beside `index.html`: the same page that also names every script of its place, so that a browser asks
 * for all of them at once instead of finding out one after another. The server sends it to whoever comes to that place first.
 */
export const placePages = (): Plugin => ({
  name: 'place-pages',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const index = bundle['index.html'];
      if (index?.type !== 'asset') this.error('There is no index.html to write pages of places from.');
      const page = String(index.source);
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const circle = circleOf(chunks);
      if (circle !== undefined)
        this.error(`Files import each other in a circle, and would run half made: ${circle.join(' > ')}`);
      for (const [place, component] of Object.entries(components)) {
        const files = ['/src/app.tsx', `/src/places/${component}`].flatMap((source) => withImports(chunks, source));
        const links = [...new Set(files)]
          .filter((file) => !page.includes(`"/${file}"`))
          .map((file) => `    <link rel="modulepreload" crossorigin href="/${file}">\n`);
        if (links.length === 0) this.error(`Nothing was found of ${component}: was it renamed?`);
        this.emitFile({
          type: 'asset',
          fileName: `pages/${place}.html`,
          source: page.replace('  </head>', `${links.join('')}  </head>`),
        });
      }
    },
  },
});

/** The chunk of a source and everything that it imports when it is loaded. */
function withImports(chunks: readonly Rolldown.OutputChunk[], source: string): readonly string[] {
  const found = new Set<string>();
  const add = (chunk: Rolldown.OutputChunk | undefined): void => {
    if (chunk === undefined || found.has(chunk.fileName)) return;
    found.add(chunk.fileName);
    for (const file of chunk.imports) add(chunks.find(({ fileName }) => fileName === file));
  };
  add(chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(source) === true));
  return [...found];
}

/** Files that import each other in a circle, if there are any. */
function circleOf(chunks: readonly Rolldown.OutputChunk[]): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of chunks.find(({ fileName }) => fileName === file)?.imports ?? []) {
      const found = visit(next, [...path, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const { fileName } of chunks) {
    const found = visit(fileName, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
