// Imports point one way: see the rooms in ARCHITECTURE.md. Run by `npm run lint`, or alone; reads imports as text, those of types too.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './lib.mjs';

const leaves = ['server/errors', 'server/config', 'server/log'];

/** Room -> the rooms it may import, besides itself. The composition root (`server`) may import every room. */
const arrows = {
  profile: [],
  flamegraph: [],
  web: ['profile', 'flamegraph'],
  engine: [],
  agent: ['profile'],
  'server/errors': [],
  'server/config': [],
  'server/log': [],
  'server/catalog': ['profile', ...leaves],
  'server/store': ['profile', ...leaves],
  'server/auth': ['server/catalog', 'server/store', ...leaves],
  'server/query': ['profile', 'server/store', 'server/catalog', ...leaves],
  'server/capture': ['profile', 'agent/protocol', 'server/store', 'server/catalog', ...leaves],
  'server/rpc': ['server/auth', ...leaves],
  'server/ingest': [
    'profile',
    'server/rpc',
    'server/auth',
    'server/query',
    'server/capture',
    'server/store',
    'server/catalog',
    ...leaves,
  ],
  'server/api': [
    'profile',
    'server/rpc',
    'agent/protocol',
    'server/auth',
    'server/query',
    'server/capture',
    'server/store',
    'server/catalog',
    ...leaves,
  ],
  'server/http': ['server/auth', 'server/store', ...leaves],
  'server/self-profile': ['server/ingest', 'server/store', 'server/catalog', ...leaves],
  'server/demo': ['profile', 'server/ingest', 'server/store', 'server/catalog', ...leaves],
  server: [
    'profile',
    'engine',
    'server/self-profile',
    'server/demo',
    'server/api',
    'server/ingest',
    'server/http',
    'server/rpc',
    'server/auth',
    'server/query',
    'server/capture',
    'server/store',
    'server/catalog',
    ...leaves,
  ],
  cli: ['profile', 'server', 'agent'],
  bench: [
    'profile',
    'flamegraph',
    'agent',
    'engine',
    'server',
    'server/store',
    'server/ingest',
    'server/catalog',
    'server/query',
    'server/rpc',
  ],
  e2e: ['profile', 'agent', 'engine', 'server', 'server/ingest'],
};

const packageRooms = {
  '@hearth/profile': 'profile',
  '@hearth/flamegraph': 'flamegraph',
  '@hearth/engine': 'engine',
  '@hearth/agent': 'agent',
  // What agent and server say to each other: all that the server has of the agent.
  '@hearth/agent/protocol': 'agent/protocol',
  '@hearth/server': 'server',
};
/** Packages that only one room may touch. */
const exclusive = {
  fastify: /^(server(\/(api|ingest|auth|http|log|rpc))?|e2e|bench)$/,
  kysely: /^server\/catalog$/,
  libsql: /^server\/catalog$/,
  'ffi-rs': /^engine$/,
  react: /^web$/,
};

function roomOf(file) {
  const parts = relative(root, file).split('/');
  if (parts[0] !== 'packages') return parts[0];
  const isFolder = parts.length > 4;
  return parts[1] === 'server' && isFolder ? `server/${parts[3]}` : parts[1];
}

/** The faces of `api/` and the protocols of `ingest/` do not know each other; shared pieces lie beside them. */
function islandOf(file) {
  return /packages\/server\/src\/(api\/[^/]+|ingest\/(?:capture|datadog|file|otlp|pyroscope|sentry))\//.exec(file)?.[1];
}

function* sources(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'fixtures', 'generated', 'clients'].includes(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) yield path;
  }
}

const importPattern = /^\s*(?:import|export)\s+(?:type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gms;

/** Prints every import that points the wrong way and every circle; resolves with the number found, as an exit code. */
export function checkImports() {
  const faults = [];
  const graph = new Map();
  for (const file of ['packages', 'bench', 'e2e'].flatMap((folder) => [...sources(join(root, folder))])) {
    const room = roomOf(file);
    const isTest = /\.test\.tsx?$|\/testing\//.test(file);
    const targets = [];
    for (const match of readFileSync(file, 'utf8').matchAll(importPattern)) {
      const specifier = match[1] ?? match[2];
      const target = specifier.startsWith('.') ? resolve(dirname(file), specifier) : undefined;
      const packageName = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      const targetRoom = target === undefined ? (packageRooms[specifier] ?? packageRooms[packageName]) : roomOf(target);
      const place = relative(root, file);
      if (target !== undefined) targets.push(target);
      if (exclusive[packageName] !== undefined && !isTest && !exclusive[packageName].test(room)) {
        faults.push(`${place}: ${packageName} belongs to other rooms`);
      }
      if (targetRoom === undefined || targetRoom === room || isTest) continue;
      if (!(arrows[room] ?? []).includes(targetRoom))
        faults.push(`${place}: ${room} may not import ${targetRoom} (${specifier})`);
    }
    for (const target of targets) {
      const [from, to] = [islandOf(file), islandOf(target)];
      if (from !== undefined && to !== undefined && from !== to && !isTest)
        faults.push(`${relative(root, file)}: ${from} may not import ${to}`);
    }
    graph.set(file, targets);
  }
  for (const circle of circles(graph))
    faults.push(`circle: ${circle.map((file) => relative(root, file)).join(' -> ')}`);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

/** Every back edge of a depth-first walk, as the path that closes on itself. */
function circles(graph) {
  const found = [];
  const state = new Map();
  const path = [];
  const visit = (file) => {
    state.set(file, 'open');
    path.push(file);
    for (const target of graph.get(file) ?? []) {
      if (state.get(target) === 'open') found.push([...path.slice(path.indexOf(target)), target]);
      else if (!state.has(target)) visit(target);
    }
    path.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = checkImports();
