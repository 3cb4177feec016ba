import { expect, it } from 'vitest';
import { startOwnCommand } from './own-command.ts';

it('ends with the code of its command', async () => {
  const command = startOwnCommand([process.execPath, '-e', 'process.exit(7)']);
  expect(command.process()?.pid).toBeGreaterThan(1);
  expect(await command.ended).toBe(7);
});

it('ends with 128 + the signal that ended its command', async () => {
  const command = startOwnCommand([process.execPath, '-e', 'setInterval(() => {}, 1e6)']);
  command.kill('SIGTERM');
  expect(await command.ended).toBe(128 + 15);
});

it('ends as a shell does when the command is not there', async () => {
  const command = startOwnCommand(['/nonexistent/program']);
  expect(command.process()).toBeUndefined();
  expect(await command.ended).toBe(127);
});
