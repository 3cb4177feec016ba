import { describe, expect, it } from 'vitest';
import type { RecorderName } from '../protocol/from-agent.ts';
import { chooseRecorder } from './choose-recorder.ts';
import type { Objection, Recorder, RecordingJob } from './recorder.ts';

const job = (runtime: RecordingJob['runtime'], contained = false): RecordingJob =>
  ({ runtime, contained, host: { name: 'h1' } }) as RecordingJob;

function found(name: RecorderName, usable = true, objection?: Objection): Parameters<typeof chooseRecorder>[0][0] {
  const recorder: Recorder = {
    name,
    program: name,
    probe: () => Promise.reject(new Error('not asked')),
    objection: () => objection,
    record: () => Promise.reject(new Error('not asked')),
  };
  return { recorder, facts: { name, usable, ...(usable ? {} : { reason: `${name} is not in PATH` }) } };
}

const names = (choice: ReturnType<typeof chooseRecorder>): readonly string[] =>
  choice.recorders.map(({ name }) => name);
const tooMuch: Objection = { code: 'out_of_resources', sentence: 'samply would take 800 MiB on h1' };

describe('chooseRecorder', () => {
  it.each<[RecordingJob['runtime'], readonly string[]]>([
    ['native', ['samply', 'perf']],
    ['python', ['samply', 'perf']],
    ['node', ['perf', 'samply']],
  ])('for a target of %s prefers %j', (runtime, expected) => {
    expect(names(chooseRecorder([found('perf'), found('samply')], job(runtime)))).toEqual(expected);
  });

  it('prefers perf for a program in a container', () => {
    expect(names(chooseRecorder([found('samply'), found('perf')], job('native', true)))).toEqual(['perf', 'samply']);
  });

  it('leaves out what is not there', () => {
    expect(names(chooseRecorder([found('samply', false), found('perf')], job('native')))).toEqual(['perf']);
  });

  it('leaves out what would not fit, and says so', () => {
    const choice = chooseRecorder([found('samply', true, tooMuch), found('perf')], job('native'));
    expect(names(choice)).toEqual(['perf']);
    expect(choice.warnings).toEqual(['Another recorder was taken: samply would take 800 MiB on h1.']);
  });

  it('fails with every reason when none is left', () => {
    expect(() => chooseRecorder([found('samply', false), found('perf', false)], job('native'))).toThrow(
      'Nothing on h1 can record: samply is not in PATH; perf is not in PATH.',
    );
    expect(() => chooseRecorder([found('samply', true, tooMuch)], job('native'))).toThrow(/800 MiB on h1\.$/);
  });
});
