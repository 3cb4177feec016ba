import { expect, test } from 'vitest';
import { makeSecrets } from './engine-secrets.ts';
import { engineUsersXml } from './engine-users.ts';
import { sizeMemory } from './size-memory.ts';

const secrets = makeSecrets();
const xml = engineUsersXml({ secrets, memory: sizeMemory(8 * 1024 ** 3), queryThreads: 2 });

test('holds hashes of the passwords, never a password', () => {
  expect(xml).not.toContain(secrets.ownerPassword);
  expect(xml).not.toContain(secrets.readerPassword);
  expect(xml.match(/<password_sha256_hex>[0-9a-f]{64}</gu)).toHaveLength(2);
});

test('grants the local session standard input and no file', () => {
  expect(xml).toContain('GRANT READ ON FILE(&apos;stdin&apos;)');
  expect(xml).not.toMatch(/READ ON FILE</u);
});

test('two engines never share a secret', () => {
  const other = makeSecrets();
  expect(new Set([...Object.values(secrets), ...Object.values(other)]).size).toBe(6);
});
