/** What kinds of clients there are, in their order. */
export const clientGroups = ['A client in the process', 'A file you have'] as const;

/** How one client is pointed at this server. */
export interface Snippet {
  readonly group: (typeof clientGroups)[number];
  readonly client: string;
  /** What to know before pasting it. */
  readonly note: string;
  readonly code: string;
}

export interface SnippetFacts {
  /** `http://HOST:PORT`, without a slash at the end. */
  readonly origin: string;
  /** An ingest key: it can write into one project and nothing else. */
  readonly key: string;
  readonly project: string;
  /** Number of the project, as it ends a DSN. */
  readonly projectId: number | undefined;
}

/** An address that carries the key, for clients that have no other place for it. */
export const addressWithKey = (origin: string, key: string): string => `${origin}/t/${key}`;

/** What Sentry's clients take. */
export const dsnOf = (origin: string, key: string, project: number | string): string =>
  `${origin.replace('://', `://${key}@`)}/${String(project)}`;

/**
 * Ready to paste, with the real address and key. A path prefix carries the key wherever the client keeps one; where it
 * does not, the note says what works instead.
 */
export function snippets({ origin, key, project, projectId }: SnippetFacts): readonly Snippet[] {
  const withKey = addressWithKey(origin, key);
  const dsn = dsnOf(origin, key, projectId ?? project);
  return [
    {
      group: 'A client in the process',
      client: 'Sentry',
      note: 'any SDK that profiles; continuous and transaction profiling',
      code: `npm install @sentry/node @sentry/profiling-node
cat > instrument.mjs <<'END'
import * as Sentry from '@sentry/node';
import { nodeProfilingIntegration } from '@sentry/profiling-node';
Sentry.init({
  dsn: process.env.SENTRY_DSN,
  release: 'my-app@1.0.0',
  tracesSampleRate: 1,
  profileSessionSampleRate: 1,
  profileLifecycle: 'trace',
  integrations: [nodeProfilingIntegration()],
});
END
SENTRY_DSN=${dsn} \\
  node --import ./instrument.mjs app.js`,
    },
    {
      group: 'A client in the process',
      client: 'Pyroscope SDK',
      note: 'any of them, and Grafana Alloy: one server address',
      code: `npm install @pyroscope/nodejs
cat > pyroscope.cjs <<'END'
const Pyroscope = require('@pyroscope/nodejs');
Pyroscope.init({
  serverAddress: '${withKey}',
  appName: 'my-app',
  tags: { env: 'production', version: '1.0.0' },
  wall: { collectCpuTime: true },
});
Pyroscope.start();
END
node --require ./pyroscope.cjs app.js`,
    },
    {
      group: 'A client in the process',
      client: 'OTLP',
      note: 'profiles of an OpenTelemetry collector, or of an SDK',
      code: `# in the configuration of the collector, started with
# --feature-gates=service.profilesSupport
exporters:
  otlphttp/hearth:
    profiles_endpoint: ${withKey}/v1development/profiles`,
    },
    {
      group: 'A client in the process',
      client: 'Datadog, Python',
      note: 'ddtrace',
      code: `pip install ddtrace
DD_PROFILING_ENABLED=true DD_TRACE_AGENT_URL=${withKey} DD_SERVICE=my-app \\
  ddtrace-run python app.py`,
    },
    {
      group: 'A client in the process',
      client: 'Datadog, Node',
      note: 'carries no key: on the same machine, or through the unix socket of --datadog-socket',
      code: `npm install dd-trace@5
DD_PROFILING_ENABLED=true DD_TRACE_AGENT_URL=${origin} DD_SERVICE=my-app \\
  node --require dd-trace/init app.js`,
    },
    {
      group: 'A client in the process',
      client: 'Datadog, Go',
      note: 'dd-trace-go, with profiler.Start() in the program',
      code: `DD_TRACE_AGENT_URL=${withKey} DD_SERVICE=my-app ./my-app`,
    },
    {
      group: 'A client in the process',
      client: 'Datadog, Java',
      note: 'recordings are kept, and read once a decoder exists',
      code: `java -javaagent:dd-java-agent.jar -Ddd.profiling.enabled=true \\
  -Ddd.trace.agent.url=${withKey} -Ddd.service=my-app -jar app.jar`,
    },
    {
      group: 'A client in the process',
      client: 'Blackfire, Go',
      note: 'go-continuous-profiling, with profiler.Start() in the program',
      code: `BLACKFIRE_AGENT_SOCKET=${withKey.replace(/^https?:/, 'tcp:')} ./my-app`,
    },
    {
      group: 'A client in the process',
      client: 'Blackfire, Python',
      note: 'blackfire_conprof, with Profiler(application_name="my-app").start() in the program',
      code: `pip install blackfire_conprof
BLACKFIRE_AGENT_SOCKET=${withKey.replace(/^https?:/, 'tcp:')} python app.py`,
    },
    {
      group: 'A file you have',
      client: 'A pprof file, with curl',
      note: 'plain or gzip',
      code: `curl --data-binary @cpu.pprof -H 'Authorization: Bearer ${key}' \\
  '${origin}/api/v1/projects/${project}/profiles?app=my-app'`,
    },
    {
      group: 'A file you have',
      client: 'A pprof file, with hearth push',
      note: 'from a checkout of Hearth',
      code: `HEARTH_URL=${origin} HEARTH_TOKEN=${key} \\
  npx hearth push --project ${project} --app my-app cpu.pprof`,
    },
  ];
}
