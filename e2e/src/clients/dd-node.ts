import { runClient } from '../harness/run-client.ts';
import { clientFolder } from '../install/client-folder.ts';
import { installNodeClient } from '../install/install-node-client.ts';
import { datadogSettings, periodSeconds, type RealClient, startAndStopMs } from './real-client.ts';

/** dd-trace for Node. It can carry no credential at all, so it needs a trusted listener. */
export const ddNode: RealClient = {
  needs: [],
  install: async () => {
    await installNodeClient('dd-node');
  },
  run: async (target) => {
    const modules = await installNodeClient('dd-node');
    return runClient({
      command: process.execPath,
      args: ['app.cjs'],
      cwd: clientFolder('dd-node'),
      env: {
        ...datadogSettings(target),
        DD_PROFILING_UPLOAD_PERIOD: String(periodSeconds),
        NODE_PATH: modules,
      },
      timeoutMs: target.runSeconds * 1000 + startAndStopMs,
    });
  },
};
