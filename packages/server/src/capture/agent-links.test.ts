import { beforeEach, describe, expect, it } from 'vitest';
import type { PipelineId } from '../catalog/ids.ts';
import { AgentLinks } from './agent-links.ts';
import { aHello } from './testing/a-hello.ts';
import { FakeWire } from './testing/fake-wire.ts';

const pipeline = 1 as PipelineId;
const mine = 'a'.repeat(32);
const other = 'b'.repeat(32);
let nowMs = 0;
let links = new AgentLinks(() => nowMs);
beforeEach(() => {
  nowMs = 1_000_000;
  links = new AgentLinks(() => nowMs);
});
const claim = (instance: string, ordinal = 0) => {
  const wire = new FakeWire();
  return { wire, link: links.claim(pipeline, aHello({ instance, ordinal }), wire) };
};
const states = (hosts = 1) => links.hosts({ id: pipeline, hosts }).map(({ state }) => state);

describe('the place of a host', () => {
  it('is taken back by the same installation at once, over a connection that may be half open', () => {
    const first = claim(mine);
    const again = claim(mine);
    expect(first.wire.closed?.code).toBe(1001);
    expect(links.connected(pipeline, 0)).toBe(again.link);
    // The end of the old connection comes later, and ends nothing of the new one.
    links.release(first.link);
    expect(links.heard(first.link)).toBe(false);
    expect(links.connected(pipeline, 0)).toBe(again.link);
  });

  it.each([false, true])('is refused to another one until 15 s of silence (connection gone: %s)', (isGone) => {
    const { link, wire } = claim(mine);
    if (isGone) links.release(link);
    nowMs += 14_999;
    expect(() => claim(other)).toThrow(expect.objectContaining({ closeCode: 4409 }));
    expect(() => claim(other)).toThrow(/host 0 is held by another agent, last heard 14 s ago; .* 1 s/);
    expect(wire.closed).toBeUndefined();
    nowMs += 1;
    const next = claim(other);
    expect(links.connected(pipeline, 0)).toBe(next.link);
    expect(wire.closed?.code).toBe(isGone ? undefined : 1001);
    expect(() => claim(mine)).toThrow(expect.objectContaining({ closeCode: 4409 }));
  });

  it('is held for as long as it is heard', () => {
    const { link } = claim(mine);
    for (let n = 0; n < 10; n++) {
      nowMs += 14_000;
      expect(() => claim(other)).toThrow('held by another agent');
      links.heard(link);
    }
  });

  it('says nothing about other hosts and pipelines', () => {
    claim(mine);
    claim(other, 1);
    links.claim(2 as PipelineId, aHello({ instance: other }), new FakeWire());
    expect(states(3)).toEqual(['connected', 'connected', 'gone']);
  });
});

describe('the state of a host', () => {
  it('is connected, stale, gone, by silence', () => {
    const { link } = claim(mine);
    const at = (ms: number) => {
      nowMs = 1_000_000 + ms;
      return states()[0];
    };
    expect([at(0), at(10_000), at(10_001), at(14_999), at(15_000)]).toEqual([
      'connected',
      'connected',
      'stale',
      'stale',
      'gone',
    ]);
    links.heard(link);
    expect(states()).toEqual(['connected']);
  });

  it('is stale, then gone, when the connection has ended; what is known of it stays', () => {
    const { link } = claim(mine);
    links.release(link);
    expect(states()).toEqual(['stale']);
    expect(links.connected(pipeline, 0)).toBeUndefined();
    nowMs += 15_000;
    expect(links.hosts({ id: pipeline, hosts: 1 })).toMatchObject([
      { ordinal: 0, state: 'gone', instance: mine, lastSeenMs: 1_000_000, recorders: [{ name: 'samply' }] },
    ]);
  });
});

it('closes every link of a pipeline that is gone', () => {
  const { wire } = claim(mine);
  links.forget(pipeline);
  expect(wire.closed?.code).toBe(4403);
  expect(states()).toEqual(['gone']);
});
