/**
 * Names of scopes, as Sentry calls them, plus `ingest` for writing uploads. Which implies which is said in
 * `auth/scopes.ts`; the catalog only stores the names.
 */
export const scopes = [
  'ingest',
  'project:read',
  'project:write',
  'project:admin',
  'org:read',
  'org:write',
  'org:admin',
] as const;

export type Scope = (typeof scopes)[number];

export function isScope(name: string): name is Scope {
  return (scopes as readonly string[]).includes(name);
}
