import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { expectFreePort } from './listen.ts';

it.each([
  ['192.0.2.1', /^192\.0\.2\.1 is not an address of this machine/],
  ['no-such-host.invalid', /no-such-host\.invalid/],
])('says that it cannot listen on %s, and what to do', async (host, message) => {
  await expect(expectFreePort({ host, port: 40_400 })).rejects.toThrow(message);
});

it('says that a port is in use, and leaves a free one free', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(expectFreePort({ host: '127.0.0.1', port })).rejects.toThrow(
    new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use, .* --port`),
  );
  await new Promise((resolve) => server.close(resolve));
  await expectFreePort({ host: '127.0.0.1', port });
  await expectFreePort({ host: '127.0.0.1', port });
});
