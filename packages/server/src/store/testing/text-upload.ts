import { createHash } from 'node:crypto';
import { profileFromText } from '@hearth/profile/testing';
import { HearthError } from '../../errors/hearth-error.ts';
import type {
  DecodedProfile,
  DecodedSpan,
  DecodedUpload,
  DecodeOriginal,
  ProfileLink,
  ProjectId,
  Upload,
  UploadId,
} from '../upload.ts';

/** An upload drawn as text; its body is its own description, so that it can be decoded again. */
export interface TextUpload {
  readonly id: string;
  readonly app?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly host?: string;
  readonly runtime?: string;
  readonly startMs?: number;
  readonly durationMs?: number;
  readonly types?: readonly string[];
  /** See `profileFromText`. */
  readonly stacks: string;
  readonly projectId?: number;
  readonly keepDays?: { readonly original: number; readonly derived: number };
  /** Number of profiles, all alike; 1 when left out. */
  readonly profiles?: number;
  /** Number of spans: a segment of the profile's length, and children that follow each other in it. None when left out. */
  readonly spans?: number;
  /** Ties profiles and spans to a run of a profiler: any text, like {@link id}. */
  readonly session?: string;
}

const hex = (text: string): string => createHash('md5').update(text).digest('hex');

export const uploadIdOf = (id: string): UploadId => hex(id) as UploadId;

export function textUpload(input: TextUpload): Upload {
  const body = Buffer.from(JSON.stringify(input));
  return {
    projectId: (input.projectId ?? 1) as ProjectId,
    uploadId: uploadIdOf(input.id),
    contentHash: hex(body.toString('latin1')),
    original: {
      source: 'file',
      format: 'text',
      contentType: 'application/json',
      headers: { 'x-test': 'yes' },
      body,
      context: {
        defaultEnvironment: 'production',
        projectSlug: 'default',
        receivedMs: input.startMs ?? DEFAULT_START_MS,
      },
    },
    decoded: decodeText(input),
    keepDays: input.keepDays ?? { original: 1, derived: 30 },
  };
}

export const DEFAULT_START_MS = Date.UTC(2026, 10, 21, 9, 30);

/** @throws HearthError `invalid_profile` for a body that says so */
export const decodeTextUpload: DecodeOriginal = async ({ body }) => {
  const input = JSON.parse(Buffer.from(body).toString()) as TextUpload;
  if (input.stacks.startsWith('undecodable')) throw new HearthError('invalid_profile');
  return decodeText(input);
};

function decodeText(input: TextUpload): DecodedUpload {
  const startMs = input.startMs ?? DEFAULT_START_MS;
  const isLinked = input.session !== undefined || input.spans !== undefined;
  const link: ProfileLink = {
    sessionId: input.session === undefined ? '' : hex(input.session),
    traceId: isLinked ? hex(`trace ${input.id}`) : '',
    transactionId: isLinked ? hex(`transaction ${input.id}`) : '',
    transactionName: isLinked ? `GET /${input.id}` : '',
  };
  const profile: DecodedProfile = {
    ownId: undefined,
    app: input.app ?? 'shop',
    environment: input.environment ?? 'production',
    release: input.release ?? '1.0',
    startMs,
    endMs: startMs + (input.durationMs ?? 60_000),
    facets: {
      runtime: input.runtime ?? 'go',
      runtimeVersion: '1.26',
      runtimeArch: 'amd64',
      runtimeOs: 'linux',
      probeVersion: '2.0',
      host: input.host ?? 'host-1',
    },
    labels: new Map([['region', 'eu']]),
    link,
    state: 'decoded',
    parts: [
      {
        name: 'cpu.pprof',
        profile: profileFromText(input.types ?? ['samples/count', 'cpu/nanoseconds'], input.stacks),
      },
    ],
  };
  return {
    profiles: Array.from({ length: input.profiles ?? 1 }, () => profile),
    spans: Array.from({ length: input.spans ?? 0 }, (_, index) => spanOf(input, profile, index)),
    drops: [],
  };
}

/** Ids of 16 digits, alike for the same upload. */
export const spanIdOf = (id: string, index: number): string => hex(`span ${id} ${index}`).slice(0, 16);

function spanOf({ id, spans = 1 }: TextUpload, profile: DecodedProfile, index: number): DecodedSpan {
  const { app, environment, release, startMs, endMs, link } = profile;
  const lengthMs = (endMs - startMs) / spans;
  const isSegment = index === 0;
  return {
    app,
    environment,
    release,
    traceId: hex(`trace ${id}`),
    spanId: spanIdOf(id, index),
    parentId: isSegment ? '' : spanIdOf(id, 0),
    segmentId: spanIdOf(id, 0),
    isSegment,
    transactionId: hex(`transaction ${id}`),
    sessionId: link.sessionId,
    threadId: '0',
    name: isSegment ? `GET /${id}` : `step ${index}`,
    op: isSegment ? 'http.server' : 'function',
    status: 'ok',
    startMs: isSegment ? startMs : startMs + lengthMs * index,
    endMs: isSegment ? endMs : startMs + lengthMs * (index + 1),
    attributes: new Map([['tag.index', String(index)]]),
  };
}
