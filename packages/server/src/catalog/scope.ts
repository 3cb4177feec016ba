/**
 * Names of scopes, as Sentry calls them, plus `ingest` for writing uploads. `project:releases` and `org:ci` are what a
 * pipeline needs to write releases, and no more. Which implies which is said in `auth/scopes.ts`; the catalog only
 * stores the names. `agent` is for the token of an agent, which is bound to a pipeline and can do nothing else.
 */
export const scopes = [
  'ingest',
  'project:read',
  'project:write',
  'project:admin',
  'project:releases',
  'org:read',
  'org:write',
  'org:admin',
  'org:ci',
  'agent',
] as const;

export type Scope = (typeof scopes)[number];

export function isScope(name: string): name is Scope {
  return (scopes as readonly string[]).includes(name);
}
