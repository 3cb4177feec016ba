import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecorderName } from './protocol/from-agent.ts';
import { type RecordCommandOptions, recordCommand } from './record-command.ts';
import { GATE_CLOSED } from './target/gated-command.ts';
import { removeStates, temporaryState } from './testing/agent-under-test.ts';
import { buildBusy } from './testing/busy-program.ts';
import { missingNative, samplyProgram } from './testing/native-tools.ts';
import { readProcessed } from './testing/read-processed.ts';

/** busy.c ends itself with SIGALRM. */
const ALARM = 128 + 14;
const missing = missingNative(['samply', 'perf', 'gcc', 'root']);

describe.skipIf(missing !== '')('recordCommand', () => {
  let busy: string;
  beforeAll(() => {
    busy = buildBusy();
  });
  afterAll(removeStates);

  const options = (commandLine: readonly [string, ...string[]]): RecordCommandOptions => ({
    commandLine,
    name: 'busy',
    rateHz: 1_000,
    folder: temporaryState(),
    samply: samplyProgram,
    privatePerfParanoid: true,
    log: () => undefined,
  });

  it.each<RecorderName>(['samply', 'perf'])(
    'records a command from its first instruction to its end with %s',
    async (recorder) => {
      const { exitCode, recording, failure } = await recordCommand({ ...options([busy, '0', '2']), recorder });
      expect(failure).toBeUndefined();
      expect(exitCode).toBe(ALARM);
      expect(recording?.facts).toMatchObject({ recorder, symbolicated: true, warnings: [] });
      const profile = readProcessed(readFileSync(recording?.path ?? ''));
      expect(JSON.stringify(profile)).toContain('hot_inner');
      // Two workers for two seconds, from the very beginning; the machine may have less to give.
      expect(recording?.facts.samples ?? 0).toBeGreaterThan(1_500);
    },
  );

  it('stops after the time that was asked for, and leaves the command to its end', async () => {
    const { exitCode, recording } = await recordCommand({ ...options([busy, '0', '4']), durationSecs: 1 });
    expect(exitCode).toBe(ALARM);
    const { startedAtMs = 0, endedAtMs = 0 } = recording?.facts ?? {};
    expect(endedAtMs - startedAtMs).toBeLessThan(3_500);
  });

  it('ends with the status of the command', async () => {
    const { exitCode } = await recordCommand(
      options(['sh', '-c', 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; exit 7']),
    );
    expect(exitCode).toBe(7);
  });

  it('does not run a command that nothing can record', async () => {
    const ran = join(temporaryState(), 'ran');
    const { exitCode, recording, failure } = await recordCommand({
      ...options(['touch', ran]),
      samply: '/nonexistent/samply',
      perf: '/nonexistent/perf',
    });
    expect([exitCode, recording, failure?.code]).toEqual([GATE_CLOSED, undefined, 'no_recorder']);
    expect(existsSync(ran)).toBe(false);
  });

  it('says so when there is no such command', async () => {
    expect(await recordCommand(options(['/nonexistent/program']))).toMatchObject({
      exitCode: 127,
      failure: { code: 'no_command' },
    });
  });
});
