import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePprof } from '@hearth/profile';
import { profileFromText } from '@hearth/profile/testing';
import { runCommand } from '../install/run-command.ts';

/** A recorded file, of each format that is read. */
export interface ConvertedSample {
  readonly name: string;
  /** Below `packages/profile/fixtures/`; made here when undefined. */
  readonly file?: string;
  /** What is hot in it, with its share of all that functions have themselves; the fixtures' README says so. */
  readonly hot: string;
  readonly share?: number;
}

/** Names that would be markup, script or the end of a text where somebody forgot to escape them. */
export const hostileName = '<img src=x onerror="globalThis.marked=true">&amp;\\"</script>';

export const convertedSamples: readonly ConvertedSample[] = [
  { name: 'go-cpu', file: 'go-cpu.pprof.gz', hot: 'example.com/orders/work.hashOrders', share: 0.609 },
  { name: 'go-goroutines', file: 'dd-go-002-goroutines.pprof.gz', hot: 'runtime.gopark', share: 0.833 },
  { name: 'node-heap', file: 'dd-node-003-space.pprof.gz', hot: 'loadCart', share: 0.77 },
  { name: 'python-cpu', file: 'dd-python-002-profile.pprof.gz', hot: 'hash_orders', share: 0.448 },
  { name: 'samply', file: 'firefox/samply-0.13.1-symbols-v66.json.gz', hot: 'mix' },
  { name: 'perf-collapsed', file: 'files/perf-inferno.collapsed.txt', hot: 'hash_orders', share: 0.587 },
  { name: 'py-spy-collapsed', file: 'files/py-spy-threads.collapsed.txt', hot: 'hash_orders' },
  { name: 'py-spy', file: 'files/py-spy.speedscope.json', hot: 'hash_orders' },
  { name: 'cpuprofile', file: 'files/node.cpuprofile', hot: 'hashOrders' },
  { name: 'hostile', hot: hostileName, share: 0.6 },
];

const fixtures = fileURLToPath(new URL('../../../packages/profile/fixtures/', import.meta.url));
const command = fileURLToPath(new URL('../../../packages/cli/bin/hearth.js', import.meta.url));

/** Path of a sample as it was recorded. */
export function recordedPath({ file }: ConvertedSample): string {
  if (file !== undefined) return join(fixtures, file);
  const path = join(mkdtempSync(join(tmpdir(), 'hearth-e2e-hostile-')), 'hostile.pprof');
  const profile = profileFromText(['cpu/nanoseconds'], 'main;NAME 6000000\nmain;NAME;other 3000000\nmain 1000000');
  const strings = profile.strings.map((text) => (text === 'NAME' ? hostileName : text));
  writeFileSync(path, encodePprof({ ...profile, strings }));
  return path;
}

/** Converts a sample with the command as a user does; the ending of the name says to what. */
export async function convertSample(sample: ConvertedSample, target: string): Promise<void> {
  await runCommand(process.execPath, [command, 'convert', recordedPath(sample), target, '--title', sample.name]);
}
