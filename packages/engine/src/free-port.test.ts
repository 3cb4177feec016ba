import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

test('keeps the wanted port while it is free and takes another when it is not', async () => {
  const wanted = await freePort();
  expect(await freePort(wanted)).toBe(wanted);
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(wanted, '127.0.0.1', resolve));
  try {
    const other = await freePort(wanted);
    expect(other).not.toBe(wanted);
    expect(other).toBeGreaterThan(0);
  } finally {
    await new Promise((resolve) => squatter.close(resolve));
  }
});
