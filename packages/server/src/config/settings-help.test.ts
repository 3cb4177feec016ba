import { expect, it, vi } from 'vitest';
import { runServer } from '../run-server.ts';
import { settingsHelp } from './settings-help.ts';

it('says of every setting what sets it', () => {
  const help = settingsHelp();
  expect(help).toContain('  --port N, HEARTH_PORT\n');
  expect(help).toContain('  HEARTH_ADMIN_TOKEN\n');
  expect(help).toContain('      Default: 4040\n');
});

it.each([['--help'], ['-h']])('is all that a server asked with %s does', async (flag) => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    expect(await runServer(['--port', '1', flag])).toBe(0);
    expect(write).toHaveBeenCalledExactlyOnceWith(settingsHelp());
  } finally {
    write.mockRestore();
  }
});
