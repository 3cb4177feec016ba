import { runClient } from '../harness/run-client.ts';
import { clientFolder } from '../install/client-folder.ts';
import { installJavaAgent } from '../install/install-java-agent.ts';
import { datadogSettings, type RealClient, startAndStopMs } from './real-client.ts';

/** The shortest upload period that the agent takes. */
const JAVA_PERIOD_SECONDS = 10;
/** Two periods, and half of one for what a busy machine takes. */
const LEAST_RUN_SECONDS = 2.5 * JAVA_PERIOD_SECONDS;

/** dd-java-agent: JFR, no credential; a path prefix is kept for the uploads. */
export const ddJava: RealClient = {
  needs: ['java', 'maven'],
  install: async () => {
    await installJavaAgent('dd-java');
  },
  run: async (wanted) => {
    const target = { ...wanted, runSeconds: Math.max(wanted.runSeconds, LEAST_RUN_SECONDS) };
    const agent = await installJavaAgent('dd-java');
    return runClient({
      command: 'java',
      args: [
        `-javaagent:${agent}`,
        `-Ddd.profiling.upload.period=${JAVA_PERIOD_SECONDS}`,
        '-Ddd.profiling.start-delay=0',
        '-Ddd.profiling.start-force-first=true',
        'Main.java',
      ],
      cwd: clientFolder('dd-java'),
      env: datadogSettings(target),
      timeoutMs: target.runSeconds * 1000 + startAndStopMs,
    });
  },
};
