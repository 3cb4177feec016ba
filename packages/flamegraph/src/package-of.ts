import { type NameParts, splitName } from './split-name.ts';
import type { FrameInfo } from './tree-columns.ts';

const packageInFolder = /(?:node_modules|site-packages|dist-packages|gems)\/((?:@[^/]+\/)?[^/]+)/;

/** What a pattern costs is its first use: most names of a first picture never need this one. */
const mayBeInstalled = (file: string): boolean =>
  file.includes('node_modules/') || file.includes('-packages/') || file.includes('gems/');

/**
 * The package that a frame belongs to: what its hue is made from, and what a table is grouped by. '' when unknown.
 *
 * @param parts of its name, where they are known
 */
export function packageOf(frame: FrameInfo, parts?: NameParts): string {
  const { file, module } = frame;
  const installed = mayBeInstalled(file) ? packageInFolder.exec(file)?.[1] : undefined;
  if (installed !== undefined) return installed;
  const { path } = parts ?? splitName(frame);
  if (path === 'kernel.') return 'kernel';
  // A script's path is its file: its folder is the package.
  if (path.endsWith(' ')) return folderOf(file) || file;
  const bare = path.slice(0, path.length - (path.endsWith('::') ? 2 : Number(path.endsWith('.'))));
  return bare || module || folderOf(file);
}

function folderOf(file: string): string {
  const end = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
  return end < 0 ? '' : file.slice(0, end);
}
