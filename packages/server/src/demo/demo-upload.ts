import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodePprof } from '@hearth/profile';
import type { Project } from '../catalog/projects.ts';
import type { FormatName } from '../ingest/registry.ts';
import type { UploadWords } from '../ingest/upload-words.ts';
import type { Original } from '../store/upload.ts';
import type { DemoProfile } from './demo-profiles.ts';

const FORMAT: FormatName = 'pprof';
const compress = promisify(gzip);

/** The upload that the profiler of a demo host would have sent. */
export async function demoUpload(demo: DemoProfile, project: Project): Promise<Original> {
  return demoOriginal(await compress(encodePprof(demo.profile)), wordsOf(demo), project);
}

/** Any content under these words. */
export const demoOriginal = (body: Uint8Array, headers: UploadWords, project: Project): Original => ({
  source: 'file',
  format: FORMAT,
  contentType: 'application/octet-stream',
  headers,
  body,
  context: {
    defaultEnvironment: project.defaultEnvironment,
    projectSlug: project.slug,
    receivedMs: Date.now(),
  },
});

function wordsOf({ service, host, release, startMs, endMs }: DemoProfile): UploadWords {
  const labels = { ...service.labels, host: host.name };
  return {
    app: service.app,
    environment: host.environment,
    release,
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    ...Object.fromEntries(Object.entries(labels).map(([name, value]) => [`label.${name}`, value])),
  };
}
