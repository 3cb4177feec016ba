import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Catalog } from '../catalog/catalog.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { Decoder } from '../ingest/decoder.ts';
import type { IngestDeps } from '../ingest/ingest-deps.ts';
import { keepUpload } from '../ingest/keep-upload.ts';
import type { FormatName } from '../ingest/registry.ts';
import type { UploadWords } from '../ingest/upload-words.ts';
import type { Original } from '../store/upload.ts';
import type { RecordedWindow } from './self-profiler.ts';

/** The app that a server is in its own store. */
export const OWN_APP = 'hearth';
const FORMAT: FormatName = 'profile-file';

export interface SelfUploadDeps extends Pick<IngestDeps, 'writer' | 'log' | 'releases'> {
  readonly catalog: Pick<Catalog, 'projects'>;
  readonly decoder: Decoder;
  /** Project (id, slug or key) that the windows go to. */
  readonly project: string;
  /** The server's version: its release. */
  readonly version: string;
}

const compress = promisify(gzip);

/** The way in of a recorded window: that of a file pushed by hand, without HTTP, as one of a stream. */
export function selfUploads(deps: SelfUploadDeps): (window: RecordedWindow) => Promise<void> {
  const { catalog, decoder, version } = deps;
  return async ({ startMs, endMs, text }) => {
    const project = await catalog.projects.find(deps.project, { kind: 'all' });
    if (project === undefined) throw new HearthError('project_not_found');
    const body = await compress(text);
    const original: Original = {
      source: 'file',
      format: FORMAT,
      contentType: 'application/json',
      headers: ownWords(version, startMs, endMs),
      body,
      context: { defaultEnvironment: project.defaultEnvironment, projectSlug: project.slug, receivedMs: endMs },
    };
    const prepared = await decoder.prepare(original);
    await keepUpload(deps, project, { original, prepared, keep: 'stream', bytes: body.length });
  };
}

/** What a person who pushed the same file would say of it. Names and spellings are those of Datadog's profiler for Node. */
function ownWords(version: string, startMs: number, endMs: number): UploadWords {
  return {
    app: OWN_APP,
    release: version,
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    'label.runtime': 'nodejs',
    'label.runtime_version': process.version,
    'label.runtime_arch': process.arch,
    'label.runtime_os': process.platform,
    'label.host': hostname(),
  };
}
