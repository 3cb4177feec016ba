import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { clientFolder } from './client-folder.ts';
import { installOnce } from './install-once.ts';
import { runCommand } from './run-command.ts';

/** Fetches the agent that the client's `pom.xml` pins. Returns the path of the jar. */
export async function installJavaAgent(): Promise<string> {
  const pom = join(clientFolder('dd-java'), 'pom.xml');
  const folder = await installOnce('dd-java', [pom], async (target) => {
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    await runCommand('mvn', ['-q', '-B', plugin, '-f', pom, `-DoutputDirectory=${target}`]);
  });
  const jar = readdirSync(folder).find((file) => file.startsWith('dd-java-agent-'));
  if (jar === undefined) throw new Error(`no agent in ${folder}`);
  return join(folder, jar);
}
