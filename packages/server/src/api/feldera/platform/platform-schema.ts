import { z } from 'zod';

const text = z.string();

/** `GET /v0/config`. The client from PyPI reads `edition` and `version`; typed clients want all that may not be null. */
export const configuration = z.strictObject({
  posthog: text,
  conceptualhq: text,
  product_fruits: text,
  edition: z.enum(['Open source', 'Enterprise']),
  version: text,
  revision: text,
  runtime_revision: text,
  unstable_features: text.nullable(),
  changelog_url: text,
  license_validity: z.null(),
  update_info: z.null(),
  build_info: z.strictObject({
    build_timestamp: text,
    build_cpu: text,
    build_os: text,
    cargo_dependencies: text,
    cargo_features: text,
    cargo_debug: text,
    cargo_opt_level: text,
    cargo_target_triple: text,
    rustc_version: text,
  }),
  build_source: text,
});
export type Configuration = z.infer<typeof configuration>;

const serviceHealth = z.strictObject({
  healthy: z.boolean(),
  message: text,
  unchanged_since: z.iso.datetime(),
  checked_at: z.iso.datetime(),
});

/** `GET /v0/cluster_healthz`. */
export const clusterHealth = z.strictObject({
  all_healthy: z.boolean(),
  compiler: serviceHealth,
  runner: serviceHealth,
});
export type ClusterHealth = z.infer<typeof clusterHealth>;

/** `GET /config/authentication`: `{}` when nobody signs in elsewhere. */
export const authenticationConfig = z.union([
  z.strictObject({
    GenericOidc: z.strictObject({ issuer: z.url(), client_id: text, extra_oidc_scopes: z.array(text) }),
  }),
  z.strictObject({}),
]);
export type AuthenticationConfig = z.infer<typeof authenticationConfig>;
