import { splitName } from './split-name.ts';
import type { FrameInfo } from './tree-columns.ts';

const packageInFolder = /(?:node_modules|site-packages|dist-packages|gems)\/((?:@[^/]+\/)?[^/]+)/;

/** The package that a frame belongs to: what its hue is made from, and what a table is grouped by. '' when unknown. */
export function packageOf(frame: FrameInfo): string {
  const { file, module } = frame;
  const installed = file === '' ? undefined : packageInFolder.exec(file)?.[1];
  if (installed !== undefined) return installed;
  const { path } = splitName(frame);
  if (path === 'kernel.') return 'kernel';
  // A script's path is its file: its folder is the package.
  if (path.endsWith(' ')) return folderOf(file) || file;
  const bare = path.replace(/(?:\.|::)$/, '');
  return bare || module || folderOf(file);
}

function folderOf(file: string): string {
  const end = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
  return end < 0 ? '' : file.slice(0, end);
}
