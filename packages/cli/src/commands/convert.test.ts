import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readProfile, totalsOf } from '@hearth/profile';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { runCliForBytes } from '../testing/run-cli.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../../../profile/fixtures/${name}`, import.meta.url));
const speedscope = fixture('files/py-spy.speedscope.json');
const goCpu = fixture('go-cpu.pprof.gz');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-convert-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('hearth convert', () => {
  it('says what a file is', async () => {
    expect((await runCliForBytes(['convert', goCpu])).out).toBe(
      `file       ${goCpu}\nformat     pprof\nsamples    300\nfunctions  14\ntype       samples:count  338\ntype       cpu:nanoseconds  3380000000\n`,
    );
    const { out } = await runCliForBytes(['convert', '-', '--json'], { stdin: await readFile(speedscope) });
    expect(JSON.parse(out)).toEqual({
      input: {
        file: '-',
        format: 'speedscope',
        samples: expect.any(Number) as number,
        functions: expect.any(Number) as number,
        types: [
          { type: 'samples', unit: 'count', total: '538' },
          { type: 'wall', unit: 'nanoseconds', total: '5380000000' },
        ],
      },
    });
  });

  it('writes the format that the name of the file means, under gzip when it says so', async () => {
    const file = join(directory, 'cpu.collapsed.gz');
    const { exitCode, out, err } = await runCliForBytes(['convert', goCpu, file]);
    expect({ exitCode, err }).toEqual({ exitCode: exitCodes.ok, err: '' });
    expect(out).toMatch(/cpu\.collapsed\.gz {2}collapsed {2}.*, from pprof\n$/);
    const { format, profile } = readProfile(gunzipSync(await readFile(file)));
    expect([format, totalsOf(profile)]).toEqual(['collapsed', [3_380_000_000n]]);
    expect(await readdir(directory)).toEqual(['cpu.collapsed.gz']);
  });

  it('takes the file to write by its option too, but not twice', async () => {
    const file = join(directory, 'cpu.collapsed');
    expect(await runCliForBytes(['convert', goCpu, '-o', file])).toMatchObject({ exitCode: exitCodes.ok });
    expect(totalsOf(readProfile(await readFile(file)).profile)).toEqual([3_380_000_000n]);
    const twice = await runCliForBytes(['convert', goCpu, file, '--output', file]);
    expect(twice).toMatchObject({ exitCode: exitCodes.usage });
    expect(twice.err).toContain('named twice');
  });

  it('is a filter', async () => {
    const { outBytes, out } = await runCliForBytes(['convert', '-', '--to', 'pprof'], {
      stdin: 'main;hash 3\nmain 1\n',
    });
    expect(out).toBe('');
    expect(totalsOf(readProfile(outBytes).profile)).toEqual([4n]);
    const again = await runCliForBytes(['convert', '-', '-', '--to', 'collapsed', '--gzip'], { stdin: outBytes });
    expect(gunzipSync(again.outBytes).toString()).toBe('main 1\nmain;hash 3\n');
  });

  it('takes the type and the title that are asked for', async () => {
    const svg = async (...options: readonly string[]): Promise<string> =>
      (await runCliForBytes(['convert', goCpu, '--to', 'svg', ...options])).outBytes.toString();
    expect(await svg()).toContain('go-cpu.pprof.gz - cpu (nanoseconds): 3.38 s');
    expect(await svg('--type', 'samples:count', '--title', '<b>')).toContain('&lt;b&gt; - samples (count): 338');
  });

  it('says what it read and wrote, for scripts', async () => {
    const file = join(directory, 'cpu.pb');
    const { out } = await runCliForBytes(['convert', speedscope, file, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      input: { file: speedscope, format: 'speedscope' },
      output: { file, format: 'pprof', bytes: (await readFile(file)).length },
    });
  });

  it.each<[string, readonly string[], string | Uint8Array, number, string]>([
    ['content of no format', ['-'], '{"head":{}}', exitCodes.failure, 'formats that are read'],
    ['a damaged file', ['-'], '{"shared":{},"profiles":[{"type":"sampled"}]}', exitCodes.failure, 'unit'],
    ['gzip that is cut off', ['-'], gzipSync('main;hash 3').subarray(0, 15), exitCodes.failure, 'cut off'],
    ['nothing', ['-'], '', exitCodes.failure, 'empty'],
    ['a name that tells no format', ['-', 'out.json'], 'a 1', exitCodes.usage, 'does not tell the format'],
    ['a format that is not written', ['-', '--to', 'cpuprofile'], 'a 1', exitCodes.usage, 'pprof, firefox'],
    [
      'a type that is not there',
      ['-', '--to', 'svg', '--type', 'cpu'],
      'a 1',
      exitCodes.usage,
      'It has samples:count.',
    ],
    ['JSON and a profile in one', ['-', '--to', 'svg', '--json'], 'a 1', exitCodes.usage, 'cannot both'],
    ['a folder that is not there', ['-', '/nowhere/x.svg'], 'a 1', exitCodes.failure, 'ENOENT'],
  ])('%s is refused', async (_, argv, stdin, code, message) => {
    const { exitCode, out, outBytes, err } = await runCliForBytes(['convert', ...argv], { stdin });
    expect([exitCode, out, outBytes.length]).toEqual([code, '', 0]);
    expect(err).toContain(message);
  });

  it('does not send what is no text to a terminal', async () => {
    const ask = async (format: string) =>
      runCliForBytes(['convert', '-', '--to', format], { stdin: 'a 1', isTty: true });
    const refused = await ask('pprof');
    expect([refused.exitCode, refused.outBytes.length]).toEqual([exitCodes.usage, 0]);
    expect((await ask('svg')).outBytes.length).toBeGreaterThan(100);
  });

  it('shows no control characters of a file', async () => {
    const { out } = await runCliForBytes(['convert', join(directory, 'x\u001b[31m')]);
    expect(out).toBe('');
    const file = join(directory, 'x.speedscope');
    const shared = { frames: [{ name: 'a' }] };
    const own = {
      type: 'sampled',
      unit: 'none',
      samples: [[0]],
      weights: [1],
      hearth: { type: '\u001b[31m', unit: 'b' },
    };
    await writeFile(file, JSON.stringify({ shared, profiles: [own] }));
    expect((await runCliForBytes(['convert', file])).out).not.toContain('\u001b');
    expect((await runCliForBytes(['convert', file, '--to', 'svg', '--type', 'x'])).err).not.toContain('\u001b');
  });
});
