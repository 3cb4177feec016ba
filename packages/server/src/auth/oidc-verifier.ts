import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { HearthError } from '../errors/hearth-error.ts';

/** Signatures that an issuer may use; never `none`, and nothing that a public key could forge (HS256). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Clocks of two machines that are kept by NTP differ by less. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** An issuer rotates its keys with days of overlap. A token of an unknown key fetches them at once. */
const KEYS_MAX_AGE_MS = 600_000;
/** So that made-up key ids do not become requests to the issuer. */
const KEYS_COOLDOWN_MS = 30_000;
/** As long as a caller is worth waiting for. */
const KEYS_TIMEOUT_MS = 5_000;
/** More tenants than one person has; the claim is the issuer's, its length is not ours. */
const MAX_TENANTS = 100;

/** Who may sign in by an identity provider. All of it comes from configuration, nothing from a token. */
export interface OidcOptions {
  /** As the claim `iss` has it. */
  readonly issuer: string;
  /** What the claim `aud` must hold. */
  readonly audience: string;
  readonly jwksUrl: string;
  /** Claim with the slug of the caller's organization, or a list of slugs. */
  readonly tenantClaim: string;
  /** Claim with the caller's role; `read` when it is absent. */
  readonly roleClaim: string;
  /** What a browser signs in with; only shown to clients that ask how to. */
  readonly clientId?: string | undefined;
}

/** What a token of the issuer says. */
export interface OidcIdentity {
  readonly subject: string;
  /** Slugs of organizations; they may not exist. */
  readonly tenants: readonly string[];
  readonly role: 'read' | 'write';
}

/** Reads JSON web tokens of one issuer. Keeps its public keys for ten minutes. */
export class OidcVerifier {
  readonly options: OidcOptions;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(options: OidcOptions) {
    this.options = options;
    this.#keys = createRemoteJWKSet(new URL(options.jwksUrl), {
      cacheMaxAge: KEYS_MAX_AGE_MS,
      cooldownDuration: KEYS_COOLDOWN_MS,
      timeoutDuration: KEYS_TIMEOUT_MS,
    });
  }

  /** @throws HearthError `invalid_token`, with what is wrong; `issuer_unavailable` when its keys cannot be fetched */
  async verify(token: string): Promise<OidcIdentity> {
    const { issuer, audience } = this.options;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      return this.#identityOf(payload);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  #identityOf(payload: JWTPayload): OidcIdentity {
    const { tenantClaim, roleClaim } = this.options;
    const claimed = payload[tenantClaim];
    const tenants = (Array.isArray(claimed) ? claimed : [claimed]).filter((tenant) => typeof tenant === 'string');
    return {
      subject: payload.sub ?? '',
      tenants: [...new Set(tenants)].slice(0, MAX_TENANTS),
      role: canWrite(payload[roleClaim]) ? 'write' : 'read',
    };
  }
}

/** Whether a bearer looks like a JSON web token: three parts, of which the first is an encoded object. */
export const isJwtForm = (secret: string): boolean => /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(secret);

/** Feldera's roles; those above `write` can do no more here. */
const canWrite = (role: unknown): boolean => role === 'write' || role === 'admin' || role === 'owner';

function refusalOf(error: unknown): HearthError {
  if (error instanceof errors.JWTExpired) return refusal('The token has expired.', error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return refusal(`The claim ${error.claim} of the token is not what is asked for.`, error);
  }
  if (error instanceof errors.JWKSTimeout) return unavailable(error);
  const isOfToken =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid;
  // What is left is the issuer's: an answer that is no set of keys, or none at all.
  return isOfToken ? refusal('The signature of the token is not valid.', error) : unavailable(error);
}

const refusal = (message: string, cause: unknown): HearthError => new HearthError('invalid_token', { message, cause });
const unavailable = (cause: unknown): HearthError => new HearthError('issuer_unavailable', { cause });
