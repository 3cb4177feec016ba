import type { DatadogClientName } from '../install/client-folder.ts';
import { blackfirePython } from './blackfire-python.ts';
import { ddGo } from './dd-go.ts';
import { ddJava } from './dd-java.ts';
import { ddNode } from './dd-node.ts';
import { ddPython } from './dd-python.ts';
import type { RealClient } from './real-client.ts';

export const realClients: Readonly<Record<DatadogClientName, RealClient>> = {
  'dd-node': ddNode,
  'dd-python': ddPython,
  'blackfire-python': blackfirePython,
  'dd-go': ddGo,
  'dd-java': ddJava,
};

export interface Address {
  /** `127.0.0.1:4040` */
  readonly host: string;
  readonly socketPath: string;
  /** Of a project that is not the trusted listener's. */
  readonly ingestKey: string;
}

/** One profiler in one way to reach the server. */
export interface Scenario {
  /** Also the name of its app. */
  readonly name: string;
  readonly client: DatadogClientName;
  /** Whose credential it carries: none of its own, or the key of project `shop`. */
  readonly project: 'default' | 'shop';
  readonly agentUrl: (address: Address) => string;
  readonly env?: (address: Address) => Readonly<Record<string, string>>;
}

const plain = ({ host }: Address): string => `http://${host}`;
const byPath = ({ host, ingestKey }: Address): string => `http://${host}/t/${ingestKey}`;

export const scenarios: readonly Scenario[] = [
  { name: 'node-tcp', client: 'dd-node', project: 'default', agentUrl: plain },
  { name: 'python-tcp', client: 'dd-python', project: 'default', agentUrl: plain },
  {
    name: 'blackfire-python-socket',
    client: 'blackfire-python',
    project: 'default',
    agentUrl: ({ socketPath }) => `unix://${socketPath}`,
  },
  { name: 'go-tcp', client: 'dd-go', project: 'default', agentUrl: plain },
  { name: 'java-tcp', client: 'dd-java', project: 'default', agentUrl: plain },
  {
    name: 'go-basic',
    client: 'dd-go',
    project: 'shop',
    agentUrl: ({ host, ingestKey }) => `http://hearth:${ingestKey}@${host}`,
  },
  {
    name: 'go-api-key',
    client: 'dd-go',
    project: 'shop',
    agentUrl: plain,
    env: ({ ingestKey }) => ({ DD_API_KEY: ingestKey }),
  },
  { name: 'go-path-key', client: 'dd-go', project: 'shop', agentUrl: byPath },
  { name: 'python-path-key', client: 'dd-python', project: 'shop', agentUrl: byPath },
  { name: 'blackfire-python-path-key', client: 'blackfire-python', project: 'shop', agentUrl: byPath },
];
