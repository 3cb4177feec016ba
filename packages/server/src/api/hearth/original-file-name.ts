import { safeFileName } from '../safe-file-name.ts';

/** What the formats are called in which uploads are kept; those of a file are recognised by what is in them. */
const extensions: Readonly<Record<string, string>> = {
  'datadog-multipart': '.multipart',
  'firefox-profile': '.json.gz',
  'otlp-profiles': '.otlp',
  pprof: '.pb.gz',
  'profile-file': '.profile',
  'pyroscope-ingest': '.ingest',
  'pyroscope-push': '.push',
  'sentry-envelope': '.envelope',
};

/**
 * The name under which an original is downloaded. Its bytes are those of the upload, which often is more than one file: no
 * extension promises that a viewer opens it.
 */
export const originalFileName = (parts: readonly string[], format: string): string =>
  safeFileName(parts, extensions[format] ?? '');
