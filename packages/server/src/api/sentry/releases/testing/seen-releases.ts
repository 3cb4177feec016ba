import type { ReadQuery, RowSource } from '../../../../store/readers/row-source.ts';

/** A profile that names a release, as the store would count it. */
export interface SeenRelease {
  readonly project: number;
  readonly version: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** A store that knows which releases profiles name, and nothing else. */
export function seenReleases(seen: readonly SeenRelease[]): RowSource {
  return {
    rows: async <Row>({ name, params }: ReadQuery) => {
      if (name !== 'release-times') throw new Error(`not asked here: ${name}`);
      const { project, versions, version } = params;
      const wanted = Array.isArray(versions) ? versions : version === undefined ? undefined : [version];
      const rows = seen
        .filter((one) => one.project === project && (wanted === undefined || wanted.includes(one.version)))
        .map(({ version, firstMs, lastMs }) => ({ version, first_ms: firstMs, last_ms: lastMs, profiles: 1 }));
      return rows as readonly unknown[] as readonly Row[];
    },
    binary: () => Promise.reject(new Error('not asked here')),
  };
}
