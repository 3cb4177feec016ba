const PREFIX = '/api/v1/';

/**
 * A name for the operation of a method and path, which generators of clients make functions of: `get /api/v1/projects/{project}/keys`
 * is `getProjectsByProjectKeys`. Two routes never share one, and it changes only with the route.
 */
export function operationIdOf(method: string, path: string): string {
  const words = path
    .slice(path.startsWith(PREFIX) ? PREFIX.length : 1)
    .split('/')
    .flatMap((segment) => (segment.startsWith('{') ? `by-${segment.slice(1, -1)}` : segment).split(/[^A-Za-z0-9]+/))
    .filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
