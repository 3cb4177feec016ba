import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { OidcOptions } from '../oidc-verifier.ts';

/** An identity provider on this machine: a key pair, an address with its public half, and tokens. */
export interface LocalIssuer {
  readonly options: OidcOptions;
  /** How often the public keys were fetched. */
  readonly fetches: number;
  /** A good token with these claims; `overrides` breaks it. */
  token(claims: JWTPayload, overrides?: TokenOverrides): Promise<string>;
  /** From now on the address answers 500. */
  fail(): void;
  close(): Promise<void>;
}

export interface TokenOverrides {
  readonly issuer?: string;
  readonly audience?: string;
  /** Unix seconds. */
  readonly expires?: number;
  readonly subject?: string | undefined;
  /** Signed with a key that the issuer does not have, under the id of the one it has. */
  readonly forged?: boolean;
}

const ALGORITHM = 'RS256';
const KEY_ID = 'key-1';
const AUDIENCE = 'hearth';
const HOUR_SECONDS = 3_600;

export async function startLocalIssuer(): Promise<LocalIssuer> {
  const keys = await generateKeyPair(ALGORITHM);
  const others = await generateKeyPair(ALGORITHM);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' };
  let fetches = 0;
  let fails = false;
  const server = createServer((_request, response) => {
    fetches += 1;
    response.statusCode = fails ? 500 : 200;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    options: {
      issuer: origin,
      audience: AUDIENCE,
      jwksUrl: `${origin}/jwks.json`,
      tenantClaim: 'tenant',
      roleClaim: 'role',
      clientId: 'console',
    },
    get fetches() {
      return fetches;
    },
    token: (claims, overrides = {}) => {
      const { issuer = origin, audience = AUDIENCE, forged = false } = overrides;
      const nowSeconds = Math.floor(Date.now() / 1000);
      const subject = 'subject' in overrides ? overrides.subject : 'ada';
      return new SignJWT({ ...claims, ...(subject === undefined ? {} : { sub: subject }) })
        .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(overrides.expires ?? nowSeconds + HOUR_SECONDS)
        .sign((forged ? others : keys).privateKey);
    },
    fail: () => {
      fails = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
