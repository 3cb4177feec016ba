import type { FastifyInstance } from 'fastify';
import { readRole } from '../access.ts';
import type { FelderaFaceDeps } from '../feldera-face-deps.ts';
import { FELDERA_VERSION } from './feldera-version.ts';
import type { AuthenticationConfig, ClusterHealth, Configuration } from './platform-schema.ts';

const isPublic = { access: { kind: 'public' } } as const;

/** `/v0/config` and `/v0/cluster_healthz`: what clients ask before anything else, and when an answer never came. */
export function platformRoutes(
  face: FastifyInstance,
  { version, startedMs, notReady, now = Date.now }: FelderaFaceDeps,
): void {
  const config = configurationOf(version);
  face.get('/config', { config: { access: readRole } }, async () => config);
  face.get('/cluster_healthz', { config: isPublic }, async (_request, reply) => {
    const reason = notReady();
    const service = {
      healthy: reason === undefined,
      message: reason ?? '',
      unchanged_since: new Date(startedMs).toISOString(),
      checked_at: new Date(now()).toISOString(),
    };
    const health: ClusterHealth = { all_healthy: service.healthy, compiler: service, runner: service };
    return reply.code(service.healthy ? 200 : 503).send(health);
  });
}

/** `/config/authentication`, which stands outside of `/v0`: how to sign in. */
export function authenticationRoute(face: FastifyInstance, { oidc }: FelderaFaceDeps): void {
  const answer: AuthenticationConfig =
    oidc === undefined
      ? {}
      : { GenericOidc: { issuer: oidc.issuer, client_id: oidc.clientId ?? '', extra_oidc_scopes: [] } };
  face.get('/authentication', { config: isPublic }, async () => answer);
}

function configurationOf(version: string): Configuration {
  const revision = `hearth-${version}`;
  return {
    posthog: '',
    conceptualhq: '',
    product_fruits: '',
    // The client refuses, or warns of, any other than those two.
    edition: 'Open source',
    version: FELDERA_VERSION,
    revision,
    runtime_revision: revision,
    unstable_features: null,
    changelog_url: '',
    license_validity: null,
    update_info: null,
    build_info: {
      build_timestamp: '',
      build_cpu: '',
      build_os: '',
      cargo_dependencies: '',
      cargo_features: '',
      cargo_debug: '',
      cargo_opt_level: '',
      cargo_target_triple: '',
      rustc_version: '',
    },
    build_source: 'source',
  };
}
