import type { KeptItem } from '@hearth/profile';
import { expect, it } from 'vitest';
import type { Project } from '../../../catalog/projects.ts';
import type { Questions } from '../../../query/questions.ts';
import { NOON_MS } from '../../testing/start-face.ts';
import { MAX_INLINE_PAYLOAD_BYTES } from './kept-item.ts';
import { mergedChunks } from './merged-chunks.ts';
import { retrieveProfile } from './retrieve-profile.ts';
import { chunkPayload, idOf, profilePayload, SESSION } from './testing/example-payloads.ts';

const project = { id: 1, organizationId: 1 } as Project;
const summary = {
  source: 'sentry',
  startMs: NOON_MS - 60_000,
  receivedMs: NOON_MS,
  keepDays: 30,
  release: '',
  link: { transactionId: '', sessionId: SESSION },
  facets: { runtime: '', runtimeVersion: '', runtimeArch: '', runtimeOs: '' },
};

/** An envelope with the payload as its item, and spaces behind it up to so many bytes. */
function envelope(type: string, payload: object, bytes: number): Uint8Array {
  const text = `{}\n{"type":"${type}"}\n${JSON.stringify(payload)}`;
  const body = Buffer.alloc(Math.max(bytes, text.length), ' ');
  body.write(text);
  return body;
}

/** A store of one such original, and what was handed to another thread. */
function storeOf(body: Uint8Array, chunks: number): { readonly questions: Questions; readonly handed: KeptItem[] } {
  const handed: KeptItem[] = [];
  const questions: Partial<Record<keyof Questions, unknown>> = {
    place: async () => summary,
    span: async () => undefined,
    chunks: async () => Array.from({ length: chunks }, () => ({ profile: summary })),
    originalOf: async () => ({ state: 'kept', profile: summary, original: { body } }),
    keptDocument: async (items: readonly KeptItem[]) => {
      handed.push(...items);
      return { isReadable: true, json: 'made elsewhere' };
    },
  };
  return { questions: questions as Questions, handed };
}

const depsOf = (questions: Questions) =>
  ({ questions, findRelease: async () => null, publicUrl: '', catalog: {} }) as never;
const name = { hex: idOf(1) };

it('retrieves a large profile on another thread, a small one at once', async () => {
  const large = storeOf(envelope('profile', profilePayload(1), MAX_INLINE_PAYLOAD_BYTES + 100), 0);
  expect(await retrieveProfile(depsOf(large.questions), project, name, {})).toEqual({
    kind: 'document',
    json: 'made elsewhere',
  });
  expect(large.handed).toHaveLength(1);
  const small = storeOf(envelope('profile', profilePayload(1), 0), 0);
  const answer = await retrieveProfile(depsOf(small.questions), project, name, {});
  expect(answer).toMatchObject({ kind: 'document', json: expect.any(Uint8Array) as unknown });
  expect(small.handed).toHaveLength(0);
});

it('merges chunks that are many bytes together on another thread', async () => {
  const window = { sessionId: SESSION, fromMs: 0, toMs: NOON_MS };
  const body = envelope('profile_chunk', chunkPayload(1), MAX_INLINE_PAYLOAD_BYTES / 3);
  for (const [chunks, expected] of [
    [2, 0],
    [4, 4],
  ] as const) {
    const { questions, handed } = storeOf(body, chunks);
    expect(await mergedChunks(depsOf(questions), project, window, {})).toMatchObject({ kind: 'document' });
    expect(handed).toHaveLength(expected);
  }
});

it('says that what another thread cannot read is unreadable', async () => {
  const { questions } = storeOf(envelope('profile', profilePayload(1), MAX_INLINE_PAYLOAD_BYTES + 100), 0);
  questions.keptDocument = async () => ({ isReadable: false });
  expect(await retrieveProfile(depsOf(questions), project, name, {})).toEqual({ kind: 'unreadable' });
});
