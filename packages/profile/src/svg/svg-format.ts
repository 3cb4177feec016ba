import type { FileFormat } from '../formats/file-format.ts';
import { writeSvg } from './write-svg.ts';

/** A flame graph as a picture. Only written. */
export const svgFormat: FileFormat = {
  title: 'flame graph as a picture',
  extensions: ['.svg'],
  contentType: 'image/svg+xml',
  write: (profile, { column, title }) => new TextEncoder().encode(writeSvg(profile, { column, title })),
};
