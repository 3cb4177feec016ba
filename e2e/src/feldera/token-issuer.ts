import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An identity provider of a few lines, on nothing but Node: an RSA key, an address with its public half, tokens. */
export interface TokenIssuer {
  readonly url: string;
  readonly keysUrl: string;
  /** How often it was asked for anything. */
  readonly asked: number;
  /** A token that is good for an hour and for the audience `hearth`, but for what `claims` and `header` say. */
  token(claims: object, header?: object): string;
  close(): Promise<void>;
}

const KEY_ID = 'the-key';
const HOUR_SECONDS = 3_600;

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }] };
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(keys));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    url,
    keysUrl: `${url}/keys`,
    get asked() {
      return asked;
    },
    token: (claims, header = {}) => {
      const exp = Math.floor(Date.now() / 1000) + HOUR_SECONDS;
      const known = { iss: url, aud: 'hearth', sub: 'ada', exp };
      const signed = `${part({ alg: 'RS256', kid: KEY_ID, ...header })}.${part({ ...known, ...claims })}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
