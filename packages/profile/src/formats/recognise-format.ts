import { outlineOf } from './content-outline.ts';
import { FILE_FORMATS, type FileFormatName, READABLE_FORMATS } from './formats.ts';

/** The format of inflated content, told by the content; undefined when no format is like that. Never throws. */
export function recogniseFormat(bytes: Uint8Array): FileFormatName | undefined {
  const outline = outlineOf(bytes);
  return READABLE_FORMATS.find((name) => FILE_FORMATS[name].matches?.(outline) === true);
}

/** The format that a file of this name is to have; `.gz` at its end says nothing. Undefined when the name does not tell. */
export function formatOfFileName(fileName: string): FileFormatName | undefined {
  const name = fileName.toLowerCase().replace(/\.gz$/, '');
  const names = Object.keys(FILE_FORMATS) as FileFormatName[];
  return names.find((format) => FILE_FORMATS[format].extensions.some((extension) => name.endsWith(extension)));
}
