import { expect, it } from 'vitest';
import { safeFileName } from './safe-file-name.ts';

it.each([
  [['checkout', 'cpu'], 'checkout-cpu.svg'],
  [['../../etc/passwd'], 'etc-passwd.svg'],
  [['a"\r\nset-cookie: x=1', 'cpu'], 'a-set-cookie-x-1-cpu.svg'],
  [['größe/日本'], 'gr-e.svg'],
  [['..', '.'], 'profile.svg'],
  [['x'.repeat(300)], `${'x'.repeat(100)}.svg`],
])('names a file after %j', (parts, name) => {
  expect(safeFileName(parts, '.svg')).toBe(name);
});
