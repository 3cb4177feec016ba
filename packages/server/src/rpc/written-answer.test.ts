import { gunzipSync } from 'node:zlib';
import { createContextValues } from '@connectrpc/connect';
import type { UniversalServerRequest } from '@connectrpc/connect/protocol';
import { describe, expect, it } from 'vitest';
import { isNear } from './is-near.ts';
import { withWrittenJson } from './with-written-json.ts';
import { writtenJson } from './written-answer.ts';

type Request = Parameters<typeof isNear>[0];

describe('a call is near', () => {
  const from = (remoteAddress: string | undefined, headers: Request['headers'] = {}): boolean =>
    isNear({ raw: { socket: { remoteAddress } } as Request['raw'], headers });

  it('from this machine', () => {
    expect(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'].filter((address) => !from(address))).toEqual([]);
    expect(
      ['10.0.0.1', '::ffff:10.0.0.127', '::11', '1127.0.0.1', undefined].filter((address) => from(address)),
    ).toEqual([]);
  });

  it('unless a proxy asks for somebody else', () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
      expect(from('127.0.0.1', { [name]: '192.0.2.1' }), name).toBe(false);
    }
  });
});

describe('a written answer in JSON', () => {
  const text = JSON.stringify({ names: ['é'] });
  const answerTo = async (header: Record<string, string>, written: string | undefined, status = 200) => {
    const contextValues = createContextValues().set(writtenJson, written);
    const asked = { header: new Headers(header), contextValues } as UniversalServerRequest;
    const empty = {
      status,
      header: new Headers({ 'content-length': '2', vary: 'x' }),
      body: (async function* () {})(),
    };
    const answer = await withWrittenJson({ ...empty }, asked);
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body ?? []) chunks.push(chunk);
    return { headers: Object.fromEntries(answer.header ?? []), body: Buffer.concat(chunks) };
  };

  it('takes the place of the empty message, with its length', async () => {
    const { headers, body } = await answerTo({}, text);
    expect(body.toString()).toBe(text);
    expect(headers).toEqual({ 'content-length': String(Buffer.byteLength(text)), vary: 'x' });
  });

  it('is packed for who takes that', async () => {
    const { headers, body } = await answerTo({ 'accept-encoding': 'br, gzip' }, text);
    expect(gunzipSync(body).toString()).toBe(text);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': String(body.length) });
  });

  it('leaves other answers, and errors, as they are', async () => {
    expect((await answerTo({}, undefined)).headers).toMatchObject({ 'content-length': '2' });
    expect((await answerTo({}, text, 400)).headers).toMatchObject({ 'content-length': '2' });
  });
});
