import type { FastifyInstance } from 'fastify';
import { QuerierService } from '../../rpc/generated/querier/v1/querier_pb.ts';
import { SettingsService } from '../../rpc/generated/settings/v1/setting_pb.ts';
import { registerRpcService } from '../../rpc/register-rpc-service.ts';
import { registerFurtherServices } from './further-services.ts';
import type { PyroscopeFaceDeps } from './pyroscope-face-deps.ts';
import { querierService } from './querier-service.ts';
import { CHANGE_ACCESS, QUERY_ACCESS } from './query-access.ts';
import { registerRender } from './render-routes.ts';
import { settingsService } from './settings-service.ts';

/** Enums of the protocol, which JSON names. */
const namedNumbers = {
  format: {
    PROFILE_FORMAT_UNSPECIFIED: 0,
    PROFILE_FORMAT_FLAMEGRAPH: 1,
    PROFILE_FORMAT_TREE: 2,
    PROFILE_FORMAT_DOT: 3,
    PROFILE_FORMAT_PPROF: 4,
  },
  aggregation: { TIME_SERIES_AGGREGATION_TYPE_SUM: 0, TIME_SERIES_AGGREGATION_TYPE_AVERAGE: 1 },
  exemplarType: {
    EXEMPLAR_TYPE_UNSPECIFIED: 0,
    EXEMPLAR_TYPE_NONE: 1,
    EXEMPLAR_TYPE_INDIVIDUAL: 2,
    EXEMPLAR_TYPE_SPAN: 3,
  },
  queryType: { HEATMAP_QUERY_TYPE_UNSPECIFIED: 0, HEATMAP_QUERY_TYPE_INDIVIDUAL: 1, HEATMAP_QUERY_TYPE_SPAN: 2 },
};

/** What Grafana and Pyroscope's own tools read from Pyroscope. */
export function registerPyroscopeFace(app: FastifyInstance, deps: PyroscopeFaceDeps): void {
  const { questions, settings, version, notReady } = deps;
  registerRpcService(app, {
    service: QuerierService,
    access: QUERY_ACCESS,
    implementation: querierService(questions),
    namedNumbers,
  });
  registerRpcService(app, {
    service: SettingsService,
    access: QUERY_ACCESS,
    accessOf: { Set: CHANGE_ACCESS, Delete: CHANGE_ACCESS },
    implementation: settingsService(settings),
  });
  registerFurtherServices(app);
  registerRender(app, deps);
  app.get('/ready', { config: { access: { kind: 'public' } } }, async (_request, reply) => {
    const reason = notReady();
    void reply.type('text/plain; charset=utf-8');
    return reason === undefined ? 'ready\n' : reply.code(503).header('retry-after', '1').send(`${reason}\n`);
  });
  app.get('/api/v1/status/buildinfo', { config: { access: QUERY_ACCESS } }, async () => ({
    status: 'success',
    data: { version, revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' },
  }));
}
