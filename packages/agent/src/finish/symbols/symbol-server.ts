import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RecorderProcess } from '../../recorders/recorder-process.ts';
import type { ProcessedLib, ProcessedProfile } from '../processed-profile.ts';
import type { LibAddress } from './collect-addresses.ts';
import { type SymbolAnswer, type SymbolAnswers, symbolKey } from './symbol-key.ts';

/** samply takes the first free port from here on. Other programs' default ports are below. */
const FIRST_PORT = 31_000;
/** So that two agents on one machine rarely try the same ports. */
const PORT_SPREAD = 20_000;
/** Addresses in one request: an answer of a few MB. */
const MAX_ADDRESSES_PER_REQUEST = 10_000;
/** Reading the debug information of a program of a gigabyte takes minutes. */
const SYMBOLICATE_TIMEOUT_MS = 600_000;

/** In what samply prints: the address of its symbol server, with the token in its path. */
const SERVER_URL = /[?&]symbolServer=(\S+)/;

const hex = z.string().regex(/^0x[0-9a-f]+$/i);
const answerSchema = z.object({
  results: z.array(
    z.object({
      stacks: z.array(
        z.array(
          z.object({
            function: z.string().optional(),
            function_offset: hex.optional(),
            function_size: hex.optional(),
            file: z.string().optional(),
            line: z.number().optional(),
            inlines: z
              .array(
                z.object({ function: z.string().optional(), file: z.string().optional(), line: z.number().optional() }),
              )
              .optional(),
          }),
        ),
      ),
    }),
  ),
});
type AnsweredFrame = z.infer<typeof answerSchema>['results'][number]['stacks'][number][number];

/**
 * Asks `samply load` on this machine, which has the binaries, what stands at each address: exact lines and inlined
 * functions for every one. Addresses without a known function are left out of the answer.
 *
 * @param directory takes the files that this needs
 * @param root below this lie the target's files, see `targetRoot`
 * @throws Error when samply does not start or does not answer
 */
export async function askSymbolServer(
  samply: string,
  directory: string,
  { meta, libs }: ProcessedProfile,
  addresses: readonly LibAddress[],
  root: string,
): Promise<SymbolAnswers> {
  // All that samply needs of the profile is where the libraries lie.
  const file = join(directory, 'libraries.json');
  const inRoot = (path: string): string => (path.startsWith('/') ? `${root}${path}` : path);
  const found = libs.map((lib) => ({ ...lib, path: inRoot(lib.path), debugPath: inRoot(lib.debugPath) }));
  await writeFile(
    file,
    JSON.stringify({ meta, libs: found, threads: [], pages: [], profilerOverhead: [], counters: [] }),
  );
  const port = FIRST_PORT + (process.pid % PORT_SPREAD);
  const server = new RecorderProcess([samply, 'load', '-n', '-P', `${port}+`, file], {
    cwd: directory,
    log: 'symbols.log',
    atDeath: 'KILL',
  });
  try {
    if (!(await server.said(SERVER_URL))) throw new Error(`samply load ended: ${server.output.trim().slice(0, 300)}`);
    const base = decodeURIComponent(SERVER_URL.exec(server.output)?.[1] ?? '');
    const answers = new Map<string, SymbolAnswer>();
    for (let start = 0; start < addresses.length; start += MAX_ADDRESSES_PER_REQUEST) {
      const part = addresses.slice(start, start + MAX_ADDRESSES_PER_REQUEST);
      const frames = await ask(base, libs, part);
      for (const [index, { lib, address }] of part.entries()) {
        const answer = answerOf(frames[index], address);
        if (answer !== undefined) answers.set(symbolKey(lib, address), answer);
      }
    }
    return answers;
  } finally {
    server.interrupt();
    await server.ended;
  }
}

async function ask(
  base: string,
  libs: readonly ProcessedLib[],
  addresses: readonly LibAddress[],
): Promise<readonly AnsweredFrame[]> {
  const job = {
    memoryMap: libs.map(({ debugName, breakpadId }) => [debugName, breakpadId]),
    stacks: [addresses.map(({ lib, address }) => [lib, address])],
  };
  const response = await fetch(`${base}/symbolicate/v5`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jobs: [job] }),
    signal: AbortSignal.timeout(SYMBOLICATE_TIMEOUT_MS),
  });
  const frames = answerSchema.parse(await response.json()).results[0]?.stacks[0] ?? [];
  if (frames.length !== addresses.length) throw new Error('samply did not answer for every address');
  return frames;
}

function answerOf(frame: AnsweredFrame | undefined, address: number): SymbolAnswer | undefined {
  if (frame?.function === undefined) return undefined;
  const { file, line, inlines = [] } = frame;
  // samply lists inlined functions from the inside out.
  const inner = inlines.toReversed().map((level) => ({
    name: level.function ?? '<unknown>',
    file: level.file,
    line: level.line,
  }));
  return {
    levels: [{ name: frame.function, file, line }, ...inner],
    functionStart: address - Number(frame.function_offset ?? 0),
    functionSize: frame.function_size === undefined ? null : Number(frame.function_size),
  };
}
