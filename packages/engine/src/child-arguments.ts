import type { EnginePaths } from './engine-paths.ts';

/** What the child process is told on its command line: paths only, no secret (any user of the machine can read it). */
export interface ChildArguments {
  /** Whose child it is, to notice that the parent died before the child could ask to be told. */
  readonly parentPid: number;
  readonly libraryPath: string;
  readonly lockFile: string;
  readonly commandLine: readonly string[];
}

/**
 * Statements of the local session: open the HTTP port, then read standard input, which has no line, until the parent
 * closes the pipe or dies. The end of the second statement is the end of the engine.
 */
const SESSION = 'SYSTEM START LISTEN HTTP; SELECT * FROM table FORMAT Null';

/** The command line of `clickhouse local` that makes it a server (ClickHouse's documentation of clickhouse-local). */
export function engineCommandLine(paths: EnginePaths): readonly string[] {
  return [
    'clickhouse-local',
    `--config-file=${paths.configFile}`,
    `--path=${paths.engineDir}`,
    '--structure=l String',
    '--input-format=LineAsString',
    `--query=${SESSION}`,
  ];
}

/** Arguments as words for the child's command line. */
export function toWords({ parentPid, libraryPath, lockFile, commandLine }: ChildArguments): readonly string[] {
  return [String(parentPid), libraryPath, lockFile, ...commandLine];
}

/** The inverse of `toWords`. */
export function fromWords(words: readonly string[]): ChildArguments {
  const [parentPid, libraryPath, lockFile, ...commandLine] = words;
  if (parentPid === undefined || libraryPath === undefined || lockFile === undefined) {
    throw new Error('the engine child is started by startEngine only');
  }
  return { parentPid: Number(parentPid), libraryPath, lockFile, commandLine };
}
