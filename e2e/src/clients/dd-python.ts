import { join } from 'node:path';
import { runClient } from '../harness/run-client.ts';
import { clientFolder, sharedPythonFolder } from '../install/client-folder.ts';
import { installPythonClient } from '../install/install-python-client.ts';
import { datadogSettings, periodSeconds, type RealClient, startAndStopMs } from './real-client.ts';

/** ddtrace for Python: keeps a path prefix and turns userinfo of the URL into Basic. */
export const ddPython: RealClient = {
  needs: ['python'],
  install: async () => {
    await installPythonClient('dd-python');
  },
  run: async (target) => {
    const bin = await installPythonClient('dd-python');
    return runClient({
      command: join(bin, 'ddtrace-run'),
      args: [join(bin, 'python'), 'app.py'],
      cwd: clientFolder('dd-python'),
      env: {
        ...datadogSettings(target),
        DD_PROFILING_UPLOAD_INTERVAL: String(periodSeconds),
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONPATH: sharedPythonFolder,
      },
      timeoutMs: target.runSeconds * 1000 + startAndStopMs,
    });
  },
};
