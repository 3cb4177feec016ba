import type { FrameInfo } from './tree-columns.ts';

/** A name in its parts: `path + own` is what is shown in full, `last` the shortest honest form. */
export interface NameParts {
  /** Package, namespace or file with its separator; '' when there is none. */
  readonly path: string;
  /** The function with its type: `(*Rule).Matches`. */
  readonly own: string;
  /** The bare function: `Matches`. */
  readonly last: string;
}

/** Endings of files in languages whose functions are told apart by file rather than by package. */
const scriptEndings = new Set('js jsx cjs mjs ts tsx cts mts py rb php pl lua vue svelte'.split(' '));
const kernelModule = /^\[?(?:kernel|vmlinux|guest\.kernel)|\.ko(?:\.\w+)?\]?$/;

/** Whether a frame is of the operating system's kernel. */
export const isKernelFrame = ({ name, module }: FrameInfo): boolean =>
  name.startsWith('[k] ') || (module !== '' && kernelModule.test(module));

/** Splits a name as its language builds it; see `split-name.test.ts` for one of each. */
export function splitName(frame: FrameInfo): NameParts {
  const { name, file } = frame;
  if (isKernelFrame(frame)) {
    const bare = name.replace(/^\[k\] /, '');
    return { path: 'kernel.', own: bare, last: bare };
  }
  if (isScript(file)) {
    const last = name.slice(name.lastIndexOf('.') + 1) || name;
    return { path: `${baseName(file)} `, own: name, last };
  }
  const ends = separatorEnds(name);
  if (ends.length === 0) return { path: '', own: name, last: name };
  const segments = ends.length + 1;
  const kept = segments > 3 || name.includes('::') ? 2 : segments - 1;
  const cut = ends[segments - kept - 1] ?? 0;
  return { path: name.slice(0, cut), own: name.slice(cut), last: name.slice(ends.at(-1)) };
}

// Here and below: no pattern, and no text made. This runs for each name of a first picture, and what a pattern costs is its first use.
function isScript(file: string): boolean {
  const dot = file.lastIndexOf('.');
  return (dot >= 0 && scriptEndings.has(file.slice(dot + 1))) || file.startsWith('node:');
}

// Letters by their codes, asked for by name: this is run for every letter.
const [ROUND, ROUND_END, ANGLE, ANGLE_END] = [40, 41, 60, 62];
const [SQUARE, SQUARE_END, CURLY, CURLY_END] = [91, 93, 123, 125];
const [SMALL_A, SMALL_Z] = [97, 122];
const DOT = 46;
const COLON = 58;

const opens = (letter: number): boolean =>
  letter === ROUND || letter === ANGLE || letter === SQUARE || letter === CURLY;
const closes = (letter: number): boolean =>
  letter === ROUND_END || letter === ANGLE_END || letter === SQUARE_END || letter === CURLY_END;

/**
 * Where the separators of a qualified name end. `::` separates wherever it stands, else a dot does; within brackets nothing does,
 * and in a name with slashes only what follows the last of them.
 */
function separatorEnds(name: string): number[] {
  const usesColons = name.includes('::');
  const ends: number[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = usesColons ? 0 : lastSlash(name) + 1; at < name.length; at++) {
    const letter = name.charCodeAt(at);
    if (letter >= SMALL_A && letter <= SMALL_Z) continue;
    if (opens(letter)) depth++;
    else if (closes(letter)) depth--;
    else if (depth > 0) continue;
    else if (usesColons ? letter === COLON && name.charCodeAt(at + 1) === COLON : letter === DOT) {
      const end = at + (usesColons ? 2 : 1);
      // A dot at the beginning belongs to the name (`.plt`), and so does one at the end.
      if (at === begin || end === name.length) continue;
      ends.push(end);
      begin = end;
      at = end - 1;
    }
  }
  return ends;
}

/** The slashes of a package path stand before any bracket: those within belong to type arguments. */
function lastSlash(name: string): number {
  let slash = name.lastIndexOf('/');
  for (const bracket of '([<{') {
    const at = slash < 0 ? -1 : name.indexOf(bracket);
    if (at >= 0 && at < slash) slash = name.lastIndexOf('/', at);
  }
  return slash;
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
