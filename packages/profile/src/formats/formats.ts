import { collapsedFormat } from '../collapsed/collapsed-format.ts';
import { cpuprofileFormat } from '../cpuprofile/cpuprofile-format.ts';
import { dotFormat } from '../dot/dot-format.ts';
import { speedscopeFormat } from '../speedscope/speedscope-format.ts';
import { svgFormat } from '../svg/svg-format.ts';
import type { FileFormat } from './file-format.ts';
import { firefoxFormat } from './firefox-format.ts';
import { pprofFormat } from './pprof-format.ts';

/** One line a format. Names are what people type and are stored nowhere. */
const FORMATS = {
  pprof: pprofFormat,
  firefox: firefoxFormat,
  speedscope: speedscopeFormat,
  cpuprofile: cpuprofileFormat,
  collapsed: collapsedFormat,
  dot: dotFormat,
  svg: svgFormat,
} as const satisfies Readonly<Record<string, FileFormat>>;

export type FileFormatName = keyof typeof FORMATS;

/** Every format by its name, those that are read before those that are only written. */
export const FILE_FORMATS: Readonly<Record<FileFormatName, FileFormat>> = FORMATS;

const named = Object.entries(FORMATS) as readonly (readonly [FileFormatName, FileFormat])[];

export const READABLE_FORMATS: readonly FileFormatName[] = named
  .filter(([, { read }]) => read !== undefined)
  .map(([name]) => name);

export const WRITABLE_FORMATS: readonly FileFormatName[] = named
  .filter(([, { write }]) => write !== undefined)
  .map(([name]) => name);
