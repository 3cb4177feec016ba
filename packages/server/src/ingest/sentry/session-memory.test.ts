import { expect, it } from 'vitest';
import type { ProjectId } from '../../store/upload.ts';
import { NO_FACETS } from './session-facets.ts';
import { MAX_REMEMBERED_SESSIONS, SessionMemory } from './session-memory.ts';

const project = 1 as ProjectId;
const sighting = (sessionId: string) => ({ sessionId, facets: { ...NO_FACETS, runtime: sessionId } });

it('knows sessions by project', () => {
  const memory = new SessionMemory();
  memory.learn(project, [sighting('a')], 5);
  expect(memory.recall(project, 'a')).toEqual({ facets: { ...NO_FACETS, runtime: 'a' }, clockSkewMs: 5 });
  expect(memory.recall(2 as ProjectId, 'a')).toBeUndefined();
});

it('forgets the one that it has not heard of for longest', () => {
  const memory = new SessionMemory();
  for (let i = 0; i < MAX_REMEMBERED_SESSIONS; i += 1) memory.learn(project, [sighting(String(i))], 0);
  memory.recall(project, '0');
  memory.learn(project, [sighting('new')], 0);
  expect(memory.recall(project, '0')).toBeDefined();
  expect(memory.recall(project, '1')).toBeUndefined();
  expect(memory.recall(project, 'new')).toBeDefined();
});
