import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Profile, profileOfMerged, writeProfile } from '@hearth/profile';
import { safeFileName } from '../safe-file-name.ts';
import type { MergedProfile } from './merged-profile.ts';

export interface MergedFile {
  readonly contentType: string;
  readonly disposition?: string;
  readonly body: Buffer;
}

const compress = promisify(gzip);
const SECOND_NANOS = 1_000_000_000n;

/** A merge as a pprof under gzip, named after app and type. */
export async function pprofFileOf(merged: MergedProfile): Promise<MergedFile> {
  const body = await compress(writeProfile(profileOf(merged), 'pprof'));
  const { app, type } = merged.selection;
  const name = safeFileName([app, type], '.pb.gz');
  return { contentType: 'application/octet-stream', disposition: `attachment; filename="${name}"`, body };
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
