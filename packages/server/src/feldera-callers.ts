import { OidcVerifier } from './auth/oidc-verifier.ts';
import { type Config, ConfigError } from './config/config.ts';
import { isLoopback } from './http/listen.ts';

/** Who may use Feldera's API beside those with a credential of ours. */
export interface FelderaCallers {
  readonly oidc: OidcVerifier | undefined;
  /** Nobody is asked who they are, on the TCP listener. */
  readonly openToFeldera: boolean;
}

/** @throws ConfigError for settings that make no sense together */
export function felderaCallers(config: Config): FelderaCallers {
  const { host, felderaNoAuth, oidcIssuer: issuer, oidcAudience: audience, oidcJwksUrl: jwksUrl } = config;
  if (felderaNoAuth && !isLoopback(host)) {
    throw new ConfigError(`--feldera-no-auth: only on a loopback address, and --host is ${host}`);
  }
  const named = [issuer, audience, jwksUrl].filter((setting) => setting !== undefined);
  if (named.length === 0) return { oidc: undefined, openToFeldera: felderaNoAuth };
  if (issuer === undefined || audience === undefined || jwksUrl === undefined) {
    throw new ConfigError('--oidc-issuer, --oidc-audience and --oidc-jwks-url: one needs the others');
  }
  const { oidcTenantClaim: tenantClaim, oidcRoleClaim: roleClaim, oidcClientId: clientId } = config;
  const oidc = new OidcVerifier({ issuer, audience, jwksUrl, tenantClaim, roleClaim, clientId });
  return { oidc, openToFeldera: felderaNoAuth };
}
