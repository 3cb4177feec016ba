/** Sentry's address for SDKs: `http://KEY@HOST[:PORT][/PATH]/PROJECT`. */
export function dsnOf(origin: string, key: string, projectId: number): string {
  const [scheme = 'http', rest = ''] = origin.split('://', 2);
  return `${scheme}://${key}@${rest}/${String(projectId)}`;
}
