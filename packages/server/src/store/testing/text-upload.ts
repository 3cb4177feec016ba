import { createHash } from 'node:crypto';
import { profileFromText } from '@hearth/profile/testing';
import { HearthError } from '../../errors/hearth-error.ts';
import {
  type DecodedUpload,
  type DecodeOriginal,
  NO_LINK,
  type ProjectId,
  type Upload,
  type UploadId,
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
  /** Number of profiles, all alike. */
  readonly profiles?: number;
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
  const profile = {
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
    link: NO_LINK,
    state: 'decoded' as const,
    parts: [
      {
        name: 'cpu.pprof',
        profile: profileFromText(input.types ?? ['samples/count', 'cpu/nanoseconds'], input.stacks),
      },
    ],
  };
  return { profiles: Array.from({ length: input.profiles ?? 1 }, () => profile), spans: [], drops: [] };
}
