import { expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';

it('takes flags of the server as `hearth serve` takes them, with its own beside them', async () => {
  for (const argv of [
    ['--port', '5000', '--json'],
    ['--json', '--port=5000'],
    ['--json', '--', '--port', '5000'],
  ]) {
    const { out } = await runCli(['config', ...argv]);
    const { settings } = JSON.parse(out) as { settings: readonly { name: string; value: string }[] };
    expect(settings.find(({ name }) => name === 'port')?.value, argv.join(' ')).toBe('5000');
  }
  const { err, exitCode } = await runCli(['config', '--prot', '5000']);
  expect(err).toContain('--prot');
  expect(exitCode).toBe(2);
});
