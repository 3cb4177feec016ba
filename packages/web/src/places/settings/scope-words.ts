import type { Scope } from '../../api/settings-wire.ts';

/** What somebody may do who holds a scope, as a badge says it. */
export const scopeWords: Readonly<Record<Scope, string>> = {
  ingest: 'send profiles',
  'project:read': 'read profiles',
  'project:write': 'read, send, ask for captures',
  'project:admin': 'manage the project',
  'project:releases': 'write releases',
  'org:read': 'read every project',
  'org:write': 'make projects',
  'org:admin': 'manage everything',
  'org:ci': 'write releases everywhere',
  agent: 'run captures',
};

/** Scopes that change settings or credentials: shown so that they are noticed. */
export const strongScopes: ReadonlySet<Scope> = new Set(['project:admin', 'org:write', 'org:admin']);

export interface ScopeChoice {
  readonly scope: Scope;
  readonly name: string;
  readonly note: string;
}

/** What a new token of one project may be given. */
export const projectChoices: readonly ScopeChoice[] = [
  { scope: 'project:read', name: 'Read profiles', note: 'flame graphs, original bytes, exports' },
  { scope: 'ingest', name: 'Send profiles', note: 'upload through any protocol, and nothing else' },
  {
    scope: 'project:releases',
    name: 'Write releases',
    note: 'for what deploys; with the tools of Sentry, for example',
  },
  { scope: 'project:write', name: 'Ask for captures', note: 'and pin; reads and sends too' },
  { scope: 'project:admin', name: 'Manage the project', note: 'settings, retention, keys and tokens; erases it' },
];

/** And one that holds for all projects of the organization. */
export const organizationChoices: readonly ScopeChoice[] = [
  { scope: 'org:read', name: 'Read every project', note: 'those that will be made too' },
  { scope: 'org:write', name: 'Make projects', note: 'reads and sends in every one' },
  { scope: 'org:admin', name: 'Manage everything', note: 'all of this, in every project' },
];
