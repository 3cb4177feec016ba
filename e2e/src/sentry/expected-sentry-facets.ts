import { existsSync, readFileSync } from 'node:fs';
import { arch, machine, platform, type } from 'node:os';
import { pythonVersion } from '../clients/expected-facets.ts';
import type { FilterField } from '../harness/hearth-api.ts';
import type { SentryClientName } from '../install/client-folder.ts';

/** Field of Upsun's filter -> the values that profiles of an SDK may show there, the first being that of v1 profiles. */
export type SentryFacets = Readonly<Record<FilterField, readonly string[]>>;

/**
 * A v1 profile says all of it. A chunk says platform and SDK; the rest is known once a transaction or a segment span of its
 * session came: some come after their chunk, SDK 11 in Node says no version, a browser nothing.
 */
export async function expectedSentryFacets(client: SentryClientName): Promise<SentryFacets> {
  // Profiles name the system; transactions and spans of Node name the distribution.
  const node = { runtime: ['node'], runtime_arch: [arch()], runtime_os: [platform(), ...distribution()] };
  switch (client) {
    case 'sentry-node-10':
      return { ...node, runtime_version: [process.versions.node], probe_version: ['10.75.3'] };
    case 'sentry-node-11':
      return { ...node, runtime_version: [process.versions.node], probe_version: ['11.1.0'] };
    case 'sentry-browser':
      return {
        runtime: ['javascript'],
        runtime_version: [],
        runtime_arch: [],
        runtime_os: [],
        probe_version: ['11.12.0'],
      };
    case 'sentry-python':
      return {
        runtime: ['CPython'],
        runtime_version: [await pythonVersion()],
        runtime_arch: [machine()],
        runtime_os: [type()],
        probe_version: ['2.75.0'],
      };
  }
}

/** First word of the distribution's name, as Sentry's SDK for Node has it: `Debian`. */
function distribution(): readonly string[] {
  const file = '/etc/os-release';
  const name = existsSync(file) ? /^NAME="?(\w+)/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return name === undefined ? [] : [name];
}
