import type { SeriesFacets } from '../../store/upload.ts';

export const NO_FACETS: SeriesFacets = {
  runtime: '',
  runtimeVersion: '',
  runtimeArch: '',
  runtimeOs: '',
  probeVersion: '',
  host: '',
};

/** A runtime's version without the `v` that Node puts in front of it in one place and not in another. */
export const plainVersion = (version: string): string => version.replace(/^v(?=\d)/, '');

/** What a v1 profile says of itself, completed by its transaction. */
export function profileFacets(
  own: SeriesFacets,
  platform: string,
  transaction: SeriesFacets = NO_FACETS,
): SeriesFacets {
  return {
    runtime: own.runtime || transaction.runtime || platform,
    runtimeVersion: own.runtimeVersion || transaction.runtimeVersion,
    runtimeArch: own.runtimeArch || transaction.runtimeArch,
    runtimeOs: own.runtimeOs || transaction.runtimeOs,
    probeVersion: own.probeVersion || transaction.probeVersion,
    host: '',
  };
}

/** Chunks say their platform and SDK; what they ran on is what their session is known to run on. */
export function chunkFacets(platform: string, probeVersion: string, session: SeriesFacets = NO_FACETS): SeriesFacets {
  return {
    ...session,
    runtime: session.runtime || platform,
    probeVersion: probeVersion || session.probeVersion,
    host: '',
  };
}
