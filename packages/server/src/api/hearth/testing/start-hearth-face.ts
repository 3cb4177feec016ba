import type { StoredReader } from '../../../query/export/stored-reader.ts';
import type { RowSource } from '../../../store/readers/row-source.ts';
import { startFace, type TestFace } from '../../testing/start-face.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import { registerHearthFace } from '../register-hearth-face.ts';
import { FakeCaptures } from './fake-captures.ts';

export interface HearthFace extends TestFace {
  readonly captures: FakeCaptures;
}

interface Setup extends Partial<Omit<HearthFaceDeps, 'captures'>> {
  /** Every question over samples fails without it. */
  readonly source?: RowSource;
  /** Reads originals again. */
  readonly stored?: StoredReader;
}

const noEngine = () => Promise.reject(new Error('There is no engine here.'));

/** The whole face over a real catalog, with captures that a test drives; what is not said is not there. */
export async function startHearthFace(setup: Setup = {}): Promise<HearthFace> {
  const { source = { rows: noEngine, binary: noEngine }, stored, ...deps } = setup;
  const face = await startFace(source, stored);
  const captures = new FakeCaptures(face.catalog);
  await registerHearthFace(face.app, {
    catalog: face.catalog,
    questions: face.questions,
    captures,
    fileLinks: face.fileLinks,
    publicUrl: undefined,
    viewerUrls: { firefox: 'https://profiler.example', speedscope: 'https://speedscope.example' },
    status: () => ({
      version: '0',
      startedMs: 0,
      notReady: undefined,
      queue: { uploads: 0, bytes: 0, oldestMs: undefined },
    }),
    rebuild: async function* () {},
    storage: {
      diskBudget: () => ({ budgetBytes: undefined, usedBytes: 0, droppedPartitions: 0, isExceeded: false }),
      erase: async () => undefined,
    },
    quarantine: { list: async () => [], original: async () => undefined, retry: async () => 0 },
    ...deps,
  });
  return { ...face, captures };
}
