/** One picture of the application, of the demo's project. */
export interface Shot {
  /** Of the file, before the theme. */
  readonly name: string;
  /** Below the project's address. */
  readonly path: string;
  /** Text that is there once the place has its answers. */
  readonly shows: string | RegExp;
  /** In which theme the documentation has it; the others are made with `--all` alone. */
  readonly documented?: 'light' | 'dark';
}

/** What the pictures need to know of the demo that runs. */
export interface DemoFacts {
  /** A profile of the second release of checkout. */
  readonly profileId: string;
}

/** Every place, as the guide goes through them. */
export function shotsOf({ profileId }: DemoFacts): readonly Shot[] {
  const checkout = query({ app: 'checkout', type: 'cpu', environment: 'production', range: '24h' });
  const now = query({ app: 'checkout', type: 'cpu', environment: 'production', range: '6h' });
  const compared = `${now}&beforeRange=1d-ago`;
  return [
    { name: 'overview', path: '', shows: 'checkout', documented: 'dark' },
    { name: 'connect', path: '?connect=yes', shows: 'Connect a profiler' },
    { name: 'explore', path: `/explore?${checkout}`, shows: /rows read/, documented: 'dark' },
    { name: 'explore-search', path: `/explore?${now}&q=compileRule`, shows: /matches are/ },
    { name: 'explore-table', path: `/explore?${now}&view=table`, shows: /rows read/ },
    { name: 'sandwich', path: `/explore?${now}&view=sandwich&fn=compileRule`, shows: /% of all/, documented: 'dark' },
    { name: 'explore-profiles', path: `/explore?${now}&view=profiles`, shows: /rows read/ },
    { name: 'compare', path: `/compare?${compared}`, shows: 'compileRule', documented: 'dark' },
    {
      name: 'profile',
      path: `/profiles/${profileId}?view=merged`,
      shows: /compileRule|Symbol|samples/,
      documented: 'light',
    },
    { name: 'pipelines', path: '/pipelines', shows: /pipeline/i },
    { name: 'ingest', path: '/ingest', shows: /gzip content is damaged/, documented: 'light' },
    { name: 'settings-tokens', path: '/settings?section=tokens', shows: 'Admin', documented: 'light' },
    { name: 'settings-retention', path: '/settings?section=retention', shows: /Retention/i },
  ];
}

const query = (parameters: Readonly<Record<string, string>>): string => new URLSearchParams(parameters).toString();
