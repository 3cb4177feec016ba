import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecorderName } from './protocol/from-agent.ts';
import { type RecordCommandOptions, recordCommand } from './record-command.ts';
import { GATE_CLOSED } from './target/gated-command.ts';
import { removeStates, temporaryState } from './testing/agent-under-test.ts';
import { besideLostEvents } from './testing/beside-lost-events.ts';
import { buildBusy, POLITE } from './testing/busy-program.ts';
import { missingNative, samplyProgram } from './testing/native-tools.ts';
import { readProcessed } from './testing/read-processed.ts';

/** busy.c ends itself with SIGALRM. */
const ALARM = 128 + 14;
/** The system ends who used up the CPU time that it was given. */
const USED_UP = 128 + 24;
const RATE_HZ = 1_000;
const CPU_SECONDS = 4;
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
    rateHz: RATE_HZ,
    folder: temporaryState(),
    samply: samplyProgram,
    privatePerfParanoid: true,
    log: () => undefined,
  });

  it.each<RecorderName>(['samply', 'perf'])(
    'records a command from its first instruction to its end with %s',
    async (recorder) => {
      // As much work on every machine, however long it takes there.
      const bounded = `ulimit -S -t ${CPU_SECONDS}; exec ${POLITE.join(' ')} "$0" 0 100`;
      const { exitCode, recording, failure } = await recordCommand({
        ...options(['sh', '-c', bounded, busy]),
        recorder,
      });
      expect(failure).toBeUndefined();
      expect(exitCode).toBe(USED_UP);
      expect(recording?.facts).toMatchObject({ recorder, symbolicated: true });
      expect(besideLostEvents(recording?.facts.warnings ?? ['none recorded'])).toEqual([]);
      const profile = readProcessed(readFileSync(recording?.path ?? ''));
      expect(JSON.stringify(profile)).toContain('hot_inner');
      const shareSeen = (recording?.facts.samples ?? 0) / (RATE_HZ * CPU_SECONDS);
      expect(shareSeen).toBeGreaterThan(0.8);
      expect(shareSeen).toBeLessThan(1.2);
    },
  );

  it('stops after the time that was asked for, and leaves the command to its end', async () => {
    const { exitCode, recording } = await recordCommand({ ...options([busy, '0', '12']), durationSecs: 1 });
    expect(exitCode).toBe(ALARM);
    // Long before the command, which ends by the clock.
    const { startedAtMs = 0, endedAtMs = 0 } = recording?.facts ?? {};
    expect(endedAtMs - startedAtMs).toBeGreaterThanOrEqual(1_000);
    expect(endedAtMs - startedAtMs).toBeLessThan(10_000);
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
