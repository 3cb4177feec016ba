import type { FileFormat } from '../formats/file-format.ts';
import { writeDot } from './write-dot.ts';

/** A call graph for Graphviz. Only written. */
export const dotFormat: FileFormat = {
  title: 'call graph for Graphviz',
  extensions: ['.dot', '.gv'],
  contentType: 'text/vnd.graphviz; charset=utf-8',
  write: (profile, { column, title }) => new TextEncoder().encode(writeDot(profile, { column, title })),
};
