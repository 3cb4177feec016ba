export interface GreetingFacts {
  readonly url: string;
  readonly signInUrl: string;
  /** Only at the first start, when it was made. */
  readonly adminToken: string | undefined;
  readonly ingestKey: string | undefined;
  readonly dataDir: string;
  /** Whether it profiles itself. */
  readonly selfProfile: boolean;
  /** The page of the demo's project, when there is one. */
  readonly demoUrl: string | undefined;
}

/** What a person sees in the terminal once the server answers. The one place where secrets are printed, to who started it. */
export function greeting({
  url,
  signInUrl,
  adminToken,
  ingestKey,
  dataDir,
  selfProfile,
  demoUrl,
}: GreetingFacts): string {
  const lines = [
    '',
    `  Hearth is listening on ${url}`,
    `  Sign in (works once, for ten minutes): ${signInUrl}`,
    `  Data: ${dataDir}`,
  ];
  if (selfProfile) lines.push('  Its own profile is there within ten seconds: the app hearth.');
  if (demoUrl !== undefined) lines.push(`  Demo data, after signing in: ${demoUrl}`);
  if (adminToken !== undefined) {
    lines.push('', `  Admin token, shown this once: ${adminToken}`);
    if (ingestKey !== undefined) lines.push(`  Ingest key of project default: ${ingestKey}`);
  }
  return `${[...lines, '', '  Ctrl-C stops it.', ''].join('\n')}\n`;
}
