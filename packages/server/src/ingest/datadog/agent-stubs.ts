import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { discardBody } from '../discard-body.ts';
import type { IngestLimits } from '../limits.ts';

/**
 * What an agent of Datadog says of itself, cut down to what profilers look at. ddtrace for Python asks every second while
 * there is no answer; dd-java probes for traces when none are listed.
 */
export const AGENT_INFO = {
  version: '7.71.0',
  git_commit: '',
  endpoints: [
    '/v0.3/traces',
    '/v0.4/traces',
    '/v0.5/traces',
    '/v0.6/stats',
    '/v0.7/config',
    '/profiling/v1/input',
    '/telemetry/proxy/',
    '/dogstatsd/v2/proxy',
  ],
  feature_flags: [],
  client_drop_p0s: true,
  span_meta_structs: true,
  long_running_spans: true,
  evp_proxy_allowed_headers: [],
  config: {
    default_env: 'none',
    target_tps: 0,
    max_eps: 0,
    receiver_port: 8126,
    receiver_socket: '',
    statsd_port: 0,
  },
  peer_tags: [],
} as const;

interface Stub {
  readonly url: string;
  readonly body: string;
}

/** An empty sampling table: the tracer keeps its own default. */
const TRACES_ANSWER = '{"rate_by_service":{}}';
/** What the agent answers: nothing to configure, nothing to say. */
const EMPTY_ANSWER = '{}';

const STUBS: readonly Stub[] = [
  ...['/v0.3/traces', '/v0.4/traces', '/v0.5/traces', '/v0.7/traces', '/v1.0/traces'].map((url) => ({
    url,
    body: TRACES_ANSWER,
  })),
  ...[
    '/v0.6/stats',
    '/v0.7/config',
    '/v0.1/pipeline_stats',
    '/dogstatsd/v2/proxy',
    '/telemetry/proxy/*',
    '/evp_proxy/*',
    '/debugger/*',
    '/symdb/*',
    '/tracer_flare/*',
  ].map((url) => ({ url, body: EMPTY_ANSWER })),
];

/**
 * Answers what profilers' clients ask an agent beside uploading, so that they stay quiet. Their bodies are never kept: they
 * run out unread after the answer. Open to everyone, because most of these requests carry no credential even where the
 * upload does, and they touch no project.
 */
export function registerAgentStubs(app: FastifyInstance, limits: IngestLimits): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    const config = { access: { kind: 'public' } } as const;
    scope.get('/info', { config }, async (_request, reply) => reply.send(AGENT_INFO));
    for (const { url, body } of STUBS) {
      scope.route({
        method: ['POST', 'PUT'],
        url,
        config,
        handler: async (request: FastifyRequest, reply: FastifyReply) => {
          discardBody(request.raw, limits.discardedBytes);
          return reply.type('application/json').send(body);
        },
      });
    }
  });
}
