import { describe, expect, it } from 'vitest';
import { loadConfig } from './config/config.ts';
import { felderaCallers } from './feldera-callers.ts';

const callers = (...argv: readonly string[]) => felderaCallers(loadConfig({ argv, env: {} }));
const issuer = ['--oidc-issuer', 'https://id.example', '--oidc-audience', 'hearth'];

describe("who may use Feldera's API", () => {
  it('are only those with a credential of ours, until settings say more', () => {
    expect(callers()).toEqual({ oidc: undefined, openToFeldera: false });
    expect(callers('--feldera-no-auth', 'true')).toMatchObject({ openToFeldera: true });
    const { oidc } = callers(...issuer, '--oidc-jwks-url', 'https://id.example/keys', '--oidc-tenant-claim', 'org');
    expect(oidc?.options).toMatchObject({ issuer: 'https://id.example', audience: 'hearth', tenantClaim: 'org' });
  });

  it.each([
    [['--feldera-no-auth', 'true', '--host', '0.0.0.0'], '--feldera-no-auth: only on a loopback address'],
    [['--feldera-no-auth', 'true', '--host', '192.168.1.2'], '--feldera-no-auth: only on a loopback address'],
    [issuer, 'one needs the others'],
    [['--oidc-jwks-url', 'https://id.example/keys'], 'one needs the others'],
    [['--oidc-issuer', 'file:///etc/passwd'], '--oidc-issuer'],
  ])('%j: is refused', (argv, message) => {
    expect(() => callers(...argv)).toThrow(message);
  });
});
