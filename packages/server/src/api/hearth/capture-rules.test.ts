import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const PATH = '/api/v1/projects/default/capture-rules';

let face: HearthFace;
beforeAll(async () => {
  face = await startHearthFace();
});
afterAll(() => face.stop());

const change = (payload: object, token: string) =>
  face.app.inject({ method: 'PATCH', url: PATH, payload, headers: { authorization: `Bearer ${token}` } });

it('shows and changes what a project says about captures', async () => {
  const [admin, writer] = [await face.token(['project:admin']), await face.token(['project:write'])];
  expect((await face.get(PATH, writer)).json()).toEqual({ startedBy: 'read', afterFailure: 'report' });
  expect((await change({ startedBy: 'write' }, writer)).statusCode).toBe(403);
  expect((await change({ startedBy: 'write' }, admin)).json()).toEqual({ startedBy: 'write', afterFailure: 'report' });
  await change({ afterFailure: 'last_good' }, admin);
  expect((await face.get(PATH, writer)).json()).toEqual({ startedBy: 'write', afterFailure: 'last_good' });
  for (const wrong of [{ startedBy: 'admin' }, { afterFailure: 'x' }, { started_by: 'read' }]) {
    expect((await change(wrong, admin)).statusCode).toBe(400);
  }
  const stranger = await face.token(['project:admin'], face.theirs);
  expect((await change({ startedBy: 'read' }, stranger)).statusCode).toBe(404);
});
