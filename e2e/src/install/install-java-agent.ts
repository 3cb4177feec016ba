import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { clientFolder } from './client-folder.ts';
import { installOnce } from './install-once.ts';
import { runCommand } from './run-command.ts';

/** What the jar's name begins with. */
const jarNames = { 'dd-java': 'dd-java-agent-', 'pyroscope-java': 'agent-' } as const;

/** Fetches the agent that the client's `pom.xml` pins. Returns the path of the jar. */
export async function installJavaAgent(name: keyof typeof jarNames): Promise<string> {
  const pom = join(clientFolder(name), 'pom.xml');
  const folder = await installOnce(name, [pom], async (target) => {
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    await runCommand('mvn', ['-q', '-B', plugin, '-f', pom, `-DoutputDirectory=${target}`]);
  });
  const jar = readdirSync(folder).find((file) => file.startsWith(jarNames[name]));
  if (jar === undefined) throw new Error(`no agent in ${folder}`);
  return join(folder, jar);
}
