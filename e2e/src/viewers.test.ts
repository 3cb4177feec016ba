import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProfilerCli } from './captures/profiler-cli.ts';
import { enableCommand, missingTools } from './install/missing-tools.ts';
import { convertedSamples, convertSample } from './viewers/converted-samples.ts';
import { openInSpeedscope, type ShownFile, shownValue } from './viewers/speedscope-app.ts';
import { selfInFile } from './viewers/speedscope-truth.ts';

const hasChromium = missingTools(['chromium']).length === 0;
if (!hasChromium) process.stderr.write(`speedscope's application is skipped; ${enableCommand} brings Chromium.\n`);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-e2e-viewers-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasChromium)("speedscope's own application", () => {
  let shown: readonly ShownFile[];
  beforeAll(async () => {
    for (const sample of convertedSamples) await convertSample(sample, join(folder, `${sample.name}.speedscope.json`));
    shown = await openInSpeedscope(folder);
  }, 600_000);

  it.each(convertedSamples)('shows the functions of $name', ({ name, hot, share }) => {
    const { rows, title, ...rest } = shown.find(({ file }) => file === `${name}.speedscope.json`)!;
    expect(rest).toMatchObject({ marked: false, complaints: [] });
    expect(title).toContain(name);
    const { self, sum } = selfInFile(readFileSync(join(folder, `${name}.speedscope.json`), 'utf8'));
    const wanted = self.get(hot)!;
    const ofName = rows.filter((row) => row.name === hot);
    const found = ofName.reduce((all, row) => all + shownValue(row.self), 0);
    // It shows two digits behind the point.
    expect(Math.abs(found - wanted) / wanted, `${found} for ${wanted}`).toBeLessThan(0.01);
    if (share !== undefined && name !== 'python-cpu') expect(wanted / sum).toBeCloseTo(share, 2);
    // A function is one row, whichever of its lines were seen.
    if (name === 'go-cpu') expect(ofName).toHaveLength(1);
    expect(rows[0]!.name).toBe([...self].reduce((most, one) => (one[1] > most[1] ? one : most))[0]);
  });
});

describe("Firefox Profiler's own command", () => {
  let cli: ProfilerCli;
  beforeAll(async () => {
    cli = await ProfilerCli.install();
  }, 600_000);
  afterAll(async () => {
    await cli.dispose();
  });

  it.each(convertedSamples)('shows the functions of $name', async (sample) => {
    const { name, hot, share } = sample;
    const path = join(folder, `${name}.firefox.json`);
    await convertSample(sample, path);
    await cli.load(path);
    const { threads } = await cli.json<{ threads: readonly { name: string; threadHandle: string }[] }>(
      'thread',
      'list',
    );
    const self = new Map<string, number>();
    for (const { threadHandle } of threads) {
      const { functions } = await cli.json<{ functions: readonly { name: string; selfSamples: number }[] }>(
        'thread',
        'functions',
        '--thread',
        threadHandle,
      );
      for (const one of functions) self.set(one.name, (self.get(one.name) ?? 0) + one.selfSamples);
    }
    const sum = [...self.values()].reduce((all, value) => all + value, 0);
    expect(self.get(hot), [...self.keys()].join(', ')).toBeGreaterThan(0);
    if (share !== undefined) expect(self.get(hot)! / sum).toBeCloseTo(share, 1);
    await cli.ask('stop', '--all');
  });
});
