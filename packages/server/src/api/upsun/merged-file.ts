import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Profile, profileOfMerged, writeProfile } from '@hearth/profile';
import type { MergedProfile } from './merged-profile.ts';

export interface MergedFile {
  readonly contentType: string;
  readonly disposition?: string;
  readonly body: Buffer;
}

const compress = promisify(gzip);
const SECOND_NANOS = 1_000_000_000n;
/** A name that every file system takes; the app is told in full by who asked for it. */
const MAX_FILE_NAME = 100;

/** A merge as a pprof under gzip, named after app and type. */
export async function pprofFileOf(merged: MergedProfile): Promise<MergedFile> {
  const body = await compress(writeProfile(profileOf(merged), 'pprof'));
  const { app, type } = merged.selection;
  const name = `${app}-${type}`
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, MAX_FILE_NAME);
  return { contentType: 'application/octet-stream', disposition: `attachment; filename="${name}.pb.gz"`, body };
}

/** A merge as a call graph in Graphviz's language. */
export function dotFileOf(merged: MergedProfile): MergedFile {
  const body = Buffer.from(writeProfile(profileOf(merged), 'dot', { title: merged.selection.app }));
  return { contentType: 'text/vnd.graphviz; charset=utf-8', body };
}

function profileOf({ type, tree, selection: { fromSeconds, toSeconds } }: MergedProfile): Profile {
  const begin = BigInt(fromSeconds) * SECOND_NANOS;
  return profileOfMerged(tree, type, {
    timeNanos: { lo: Number(BigInt.asUintN(32, begin)), hi: Number(BigInt.asIntN(32, begin >> 32n)) },
    durationNanos: Math.min(Number(BigInt(toSeconds - fromSeconds) * SECOND_NANOS), Number.MAX_SAFE_INTEGER),
  });
}
