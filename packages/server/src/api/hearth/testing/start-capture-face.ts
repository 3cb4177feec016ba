import { startFace, type TestFace } from '../../testing/start-face.ts';
import { registerHearthFace } from '../register-hearth-face.ts';
import { FakeCaptures } from './fake-captures.ts';
import { noStorage } from './no-storage.ts';

export interface CaptureFace extends TestFace {
  readonly captures: FakeCaptures;
}

/** The face over a real catalog, with captures that a test drives and no store. */
export async function startCaptureFace(publicUrl?: string): Promise<CaptureFace> {
  const nobody = () => Promise.reject(new Error('There is no engine here.'));
  const face = await startFace({ rows: nobody, binary: nobody });
  const captures = new FakeCaptures(face.catalog);
  await registerHearthFace(face.app, {
    catalog: face.catalog,
    questions: face.questions,
    captures,
    fileLinks: face.fileLinks,
    publicUrl,
    viewerUrls: { firefox: 'https://profiler.example', speedscope: 'https://speedscope.example' },
    status: () => ({ version: '0', startedMs: 0, notReady: undefined }),
    rebuild: async function* () {},
    storage: noStorage,
    quarantine: { list: nobody, retry: nobody },
  });
  return { ...face, captures };
}
