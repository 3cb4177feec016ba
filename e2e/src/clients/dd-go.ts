import { runClient } from '../harness/run-client.ts';
import { buildGoClient } from '../install/build-go-client.ts';
import { clientFolder } from '../install/client-folder.ts';
import { datadogSettings, type RealClient, startAndStopMs } from './real-client.ts';

/** dd-trace-go: Basic from the URL's userinfo, `DD-API-KEY` when that is set, and a path prefix are all kept. */
export const ddGo: RealClient = {
  needs: ['go'],
  install: async () => {
    await buildGoClient('dd-go');
  },
  run: async (target) => {
    const program = await buildGoClient('dd-go');
    return runClient({
      command: program,
      args: [],
      cwd: clientFolder('dd-go'),
      env: datadogSettings(target),
      timeoutMs: target.runSeconds * 1000 + startAndStopMs,
    });
  },
};
