import { join } from 'node:path';
import { runClient } from '../harness/run-client.ts';
import { clientFolder, sharedPythonFolder } from '../install/client-folder.ts';
import { installPythonClient } from '../install/install-python-client.ts';
import { periodSeconds, type RealClient, startAndStopMs } from './real-client.ts';

/** Blackfire's continuous profiler for Python: sends no credential, keeps a path prefix, speaks to a unix socket by default. */
export const blackfirePython: RealClient = {
  needs: ['python'],
  install: async () => {
    await installPythonClient('blackfire-python');
  },
  run: async (target) => {
    const bin = await installPythonClient('blackfire-python');
    return runClient({
      command: join(bin, 'python'),
      args: ['app.py'],
      cwd: clientFolder('blackfire-python'),
      env: {
        BLACKFIRE_AGENT_SOCKET: target.agentUrl.replace(/^http:/, 'tcp:'),
        APP_NAME: target.app,
        PLATFORM_PROJECT: 'abcdef123456',
        RUN_SECONDS: String(target.runSeconds),
        PERIOD_SECONDS: String(periodSeconds),
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONPATH: sharedPythonFolder,
        ...target.env,
      },
      timeoutMs: target.runSeconds * 1000 + startAndStopMs,
    });
  },
};
