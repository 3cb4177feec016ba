import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GATE_CLOSED, startGatedCommand } from './gated-command.ts';
import { identifyProcess } from './process-identity.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-gate-'));
  file = join(folder, 'ran');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes down its pid and arguments. */
const note = 'require("fs").writeFileSync(process.argv[1], process.pid + " " + process.argv.slice(2).join("|"))';

it('runs its program when it is opened, as the process that was there before, with its arguments untouched', async () => {
  const command = startGatedCommand([process.execPath, '-e', note, file, '$HOME `id`', "a'b", '']);
  const before = command.process();
  expect(before).toEqual(await identifyProcess(before?.pid ?? 0));
  expect(existsSync(file)).toBe(false);
  command.open();
  expect(await command.ended).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(`${String(before?.pid)} $HOME \`id\`|a'b|`);
});

it('never runs it when the gate is shut', async () => {
  const command = startGatedCommand([process.execPath, '-e', note, file]);
  command.shut();
  expect(await command.ended).toBe(GATE_CLOSED);
  expect(existsSync(file)).toBe(false);
});

it('gives it no descriptor of the gate', async () => {
  const command = startGatedCommand(['sh', '-c', 'test ! -e /proc/self/fd/3']);
  command.open();
  expect(await command.ended).toBe(0);
});

it('ends with the status of its program, or with that of a shell for one that is not there', async () => {
  const seven = startGatedCommand(['sh', '-c', 'exit 7']);
  const missing = startGatedCommand(['/nonexistent/program']);
  for (const command of [seven, missing]) command.open();
  expect(await seven.ended).toBe(7);
  expect(await missing.ended).toBe(127);
});
