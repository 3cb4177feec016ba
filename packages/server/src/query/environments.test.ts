import { expect, it } from 'vitest';
import type { RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { Environments } from './environments.ts';

const project = 1 as ProjectId;

it('knows declared ones without asking the store, and remembers a yes for a minute, never a no', async () => {
  let asked = 0;
  let stored: readonly string[] = [];
  let nowMs = 0;
  const source: RowSource = {
    binary: () => Promise.reject(new Error('not asked here')),
    rows: async <Row>({ params }: { readonly params: Readonly<Record<string, unknown>> }) => {
      asked += 1;
      return (stored.includes(String(params['environment']))
        ? [{ found: 1 }]
        : []) as readonly unknown[] as readonly Row[];
    },
  };
  const declared = { list: async () => ['declared'] };
  const environments = new Environments(source, declared, () => nowMs);
  expect(await environments.exists(project, 'declared')).toBe(true);
  expect(asked).toBe(0);
  expect(await environments.exists(project, 'staging')).toBe(false);
  stored = ['staging'];
  expect(await environments.exists(project, 'staging')).toBe(true);
  stored = [];
  nowMs = 59_999;
  expect(await environments.exists(project, 'staging')).toBe(true);
  expect(await environments.exists(2 as ProjectId, 'staging')).toBe(false);
  nowMs = 60_000;
  expect(await environments.exists(project, 'staging')).toBe(false);
});
