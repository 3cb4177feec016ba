import { arch, machine, platform, type } from 'node:os';
import type { FilterField } from '../harness/hearth-api.ts';
import type { DatadogClientName } from '../install/client-folder.ts';
import { runCommand } from '../install/run-command.ts';

/** What Upsun's filter must show of one app: a value per field, or nothing where the profiler does not say. */
export type ExpectedFacets = Readonly<Record<FilterField, string | undefined>>;

/** Go's names of what Node calls x64. */
const goArchitectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The real values of this machine's runtimes, asked of the runtimes themselves, as each profiler writes them. */
export async function expectedFacets(client: DatadogClientName): Promise<ExpectedFacets> {
  switch (client) {
    case 'dd-node':
      return {
        runtime: 'nodejs',
        runtime_version: process.version,
        runtime_arch: arch(),
        runtime_os: platform(),
        probe_version: '5.132.0',
      };
    case 'dd-python':
      // It sends neither arch nor os, only `runtime_platform:x86_64-unknown-linux-gnu`.
      return {
        runtime: 'CPython',
        runtime_version: await pythonVersion(),
        runtime_arch: machine(),
        runtime_os: platform(),
        probe_version: '4.16.0',
      };
    case 'blackfire-python':
      return {
        runtime: 'CPython',
        runtime_version: await pythonVersion(),
        runtime_arch: machine(),
        runtime_os: type(),
        probe_version: 'v1.2.11',
      };
    case 'dd-go':
      return {
        runtime: 'go',
        runtime_version: (await runCommand('go', ['env', 'GOVERSION'], { cwd: '/' })).trim().replace(/^go/, ''),
        runtime_arch: goArchitectures[arch()] ?? arch(),
        runtime_os: platform(),
        probe_version: 'v2.12.0',
      };
    case 'dd-java':
      // It names no runtime: its language stands in. Arch and os are inside the JFR, which nobody reads yet.
      return {
        runtime: 'jvm',
        runtime_version: await javaVersion(),
        runtime_arch: undefined,
        runtime_os: undefined,
        probe_version: '1.68.1~f1de45fd30',
      };
  }
}

export const pythonVersion = async (): Promise<string> =>
  (await runCommand('python3', ['-c', 'import platform; print(platform.python_version())'])).trim();

async function javaVersion(): Promise<string> {
  const version = /version "([^"]+)"/.exec(await runCommand('java', ['-version']))?.[1];
  if (version === undefined) throw new Error('java does not say its version');
  return version;
}
