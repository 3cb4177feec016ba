interface CatalogueEntry {
  readonly status: number;
  /** Neutral sentence; advice belongs to CLI and page. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

const entry = (status: number, message: string, retryAfterSeconds?: number): CatalogueEntry =>
  retryAfterSeconds === undefined ? { status, message } : { status, message, retryAfterSeconds };

/**
 * Every error that leaves the server: stable code, HTTP status, sentence. The reference page is generated from it.
 * The codes of refused uploads are also the reasons under which drops are counted.
 */
export const errorCatalogue = {
  // Who calls
  unauthenticated: entry(401, 'Authentication credentials were not provided.'),
  invalid_token: entry(401, 'The token is not valid.'),
  token_expired: entry(401, 'The token has expired.'),
  forbidden: entry(403, 'The credential does not allow this.'),
  invalid_ingest_key: entry(403, 'The ingest key is not valid.'),
  malformed_ingest_key: entry(400, 'The ingest key does not have the form of one.'),
  multiple_credentials: entry(401, 'The request carries more than one credential.'),
  invalid_dsn: entry(401, 'The DSN in the header of the envelope is not valid.'),
  not_a_tenant_member: entry(403, 'The caller does not belong to the organization that the request names.'),
  no_tenant: entry(403, 'The caller belongs to no organization.'),
  ambiguous_tenant: entry(400, 'The caller belongs to several organizations; name one.'),
  issuer_unavailable: entry(503, 'The keys of the identity provider cannot be fetched.', 5),
  invalid_link: entry(403, 'The link does not work: it is too old, was revoked, or opens something else.'),
  csrf: entry(403, 'A browser session may not do this from another site.'),
  project_not_found: entry(404, 'The project does not exist or the credential may not see it.'),
  not_found: entry(404, 'There is nothing at this address.'),
  profile_not_found: entry(404, 'There is no such profile in this project.'),
  original_expired: entry(410, 'The original upload is no longer kept.'),
  not_decoded: entry(409, 'No decoder reads this profile yet; its original can be fetched as it came.'),
  pipeline_not_found: entry(404, 'The pipeline does not exist or the credential may not see it.'),
  capture_not_found: entry(404, 'The capture does not exist or the credential may not see it.'),
  method_not_allowed: entry(405, 'This address does not take that method.'),

  // What was asked
  invalid_request: entry(400, 'The request is not valid.'),
  invalid_cursor: entry(400, 'The cursor is not valid.'),
  invalid_range: entry(400, 'The time range is not valid.'),
  conflict: entry(409, 'Something of that name exists already.'),
  query_timeout: entry(504, 'The question took longer than its deadline.'),
  query_too_big: entry(400, 'The question needs more memory or rows than its budget.'),

  // Captures
  invalid_ordinal: entry(400, 'The pipeline has no host of that number.'),
  capture_in_progress: entry(409, 'A capture of this host is in progress already.'),
  capture_without_file: entry(409, 'The capture has no file: it is in progress, or ended without one.'),
  upgrade_required: entry(426, 'This address is for agents, over a WebSocket.'),
  host_unavailable: entry(503, 'No agent of this host is connected.', 5),
  too_many_pipelines: entry(403, 'The project has as many pipelines as it may have.'),
  too_many_pins: entry(403, 'The project has as many pins as it may have.'),
  too_many_api_keys: entry(403, 'The organization has as many API keys as it may have.'),

  // Uploads: the body
  body_too_large: entry(413, 'The body is larger than allowed.'),
  inflated_too_large: entry(413, 'The inflated content is larger than allowed.'),
  unsupported_encoding: entry(415, 'The content encoding is not supported.'),
  unsupported_format: entry(415, 'The format of the content is not supported.'),
  corrupt_compression: entry(400, 'The compressed content is damaged or cut off.'),
  invalid_multipart: entry(400, 'The multipart body is not valid.'),
  invalid_message: entry(400, 'The message of the call cannot be read.'),
  missing_event: entry(400, 'The upload has no event.json part.'),
  invalid_event: entry(400, 'The event.json part is not valid.'),
  no_profile: entry(400, 'The upload holds no profile.'),
  invalid_profile: entry(400, 'A profile of the upload cannot be read.'),
  value_out_of_range: entry(400, 'A value of the profile is beyond 2^53.'),
  profile_limit: entry(413, 'A profile is beyond one of the limits.'),
  invalid_labels: entry(400, 'The labels of the upload are not valid.'),
  invalid_project_number: entry(400, 'The project in the address is not a number.'),
  unsupported_protocol: entry(400, 'The version of the protocol is not supported.'),
  empty_body: entry(400, 'The body is empty.'),
  invalid_envelope: entry(400, 'The envelope is not valid.'),
  item_too_large: entry(413, 'An item of the envelope is larger than allowed.'),
  timestamp_out_of_range: entry(400, 'The time of the profile is older than retention or in the future.'),

  // Uploads: what a project may hold
  too_many_apps: entry(403, 'The project has as many apps as it may have.'),
  too_many_environments: entry(403, 'The project has as many environments as it may have.'),
  too_many_releases: entry(403, 'The project has as many releases as it may have.'),
  too_many_series: entry(403, 'The project has as many series as it may have.'),

  // The server's state
  overloaded: entry(503, 'The server has as many uploads in hand as it can take.', 2),
  engine_unavailable: entry(503, 'The storage engine is starting.', 2),
  disk_full: entry(503, 'Free disk space is below the floor; uploads are not taken.', 60),
  shutting_down: entry(503, 'The server is shutting down.', 5),
  internal: entry(500, 'Something went wrong inside the server.'),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;
