import type { FastifyRequest } from 'fastify';
import { projectOf } from '../../auth/register-auth.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { Original, PartialDrop } from '../../store/upload.ts';
import { acceptUpload } from '../accept-upload.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { keptBody } from '../kept-body.ts';
import { notesOf } from '../upload-notes.ts';
import { codeOfRejected } from './rejected-reason.ts';
import { RETENTION_DAYS_HEADER } from './window-of-profile.ts';

export interface OtlpRequest {
  /** Without the transport's compression. */
  readonly content: Uint8Array;
  /** The same as it was sent under gzip; undefined when it came otherwise. */
  readonly sentGzip: Uint8Array | undefined;
  /** `application/json`, else protobuf. */
  readonly contentType: string;
}

/** What is answered: nothing when all was taken. */
export interface OtlpAnswer {
  readonly partialSuccess?: { readonly rejectedProfiles: bigint; readonly errorMessage: string };
}

/**
 * Takes in one request: what can be read of it is one upload, the rest is counted and said in the answer. A request without profiles is
 * taken as what it is. Resolves when the original is on disk.
 *
 * @throws HearthError when nothing can be taken
 */
export async function acceptOtlp(
  deps: IngestDeps,
  request: FastifyRequest,
  { content, sentGzip, contentType }: OtlpRequest,
): Promise<OtlpAnswer> {
  const { defaultEnvironment, slug, retentionDays } = projectOf(request);
  const original: Original = {
    source: 'otlp',
    format: 'otlp-profiles',
    contentType,
    headers: { [RETENTION_DAYS_HEADER]: String(retentionDays) },
    body: content,
    context: { defaultEnvironment, projectSlug: slug, receivedMs: deps.now() },
  };
  const prepared = await deps.decoder.prepare(original);
  const { profiles, drops } = prepared.decoded;
  const [first] = drops;
  if (profiles.length === 0) {
    if (first !== undefined) throw new HearthError(codeOfRejected(first.reason), { message: first.message });
    countNothingKept(deps, request);
    return {};
  }
  const stored = {
    ...original,
    contentType: mayHoldRecording(content) ? `${contentType}; ${RECORDING}` : contentType,
    body: await keptBody(content, sentGzip),
  };
  await acceptUpload(deps, request, stored, prepared, 'stream');
  return first === undefined ? {} : { partialSuccess: partialSuccessOf(drops) };
}

/** Added to the content type of an original that may only be shown to admins of the project, as one of a flight recording is. */
const RECORDING = 'payload=jfr';

/** A flight recording that was sent along names its format. Wrongly suspecting one only asks for more rights. */
function mayHoldRecording({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return bytes.includes('jfr') || bytes.includes('JFR');
}

function partialSuccessOf(drops: readonly PartialDrop[]): NonNullable<OtlpAnswer['partialSuccess']> {
  const rejected = drops.reduce((sum, { count }) => sum + count, 0);
  const errorMessage = drops
    .map(({ reason, count, message }) => `${codeOfRejected(reason)} (${count}): ${message}`)
    .join(' ');
  return { rejectedProfiles: BigInt(rejected), errorMessage };
}

function countNothingKept({ log }: IngestDeps, request: FastifyRequest): void {
  const { bytes } = notesOf(request);
  const { id: projectId } = projectOf(request);
  log.record({
    projectId,
    source: 'otlp',
    outcome: 'accepted',
    reason: 'nothing_to_keep',
    count: 1,
    bytes,
    app: '',
    message: '',
  });
}
