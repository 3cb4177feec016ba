import { profileFromText } from '@hearth/profile/testing';
import { expect, it } from 'vitest';
import { ANY_MARK, MAX_TRACE_MARKS, traceMark, traceMarksOf } from './trace-marks.ts';

const spanOf = (index: number): string => (index + 1).toString(16).padStart(16, '0');
const partOf = (spans: readonly string[]) => ({
  profile: profileFromText(['cpu/nanoseconds'], spans.map((span) => `main {span_id=${span}} 1`).join('\n')),
});

it('marks each span of all parts once, and nothing where there is none', () => {
  const [first, second, third] = [0, 1, 2].map(spanOf);
  const marks = traceMarksOf([partOf([first!, second!, first!]), partOf([second!, third!])]);
  expect([...marks]).toEqual([first!, second!, third!].map(traceMark).sort((a, b) => a - b));
  expect([...traceMarksOf([{ profile: profileFromText(['cpu/nanoseconds'], 'main {endpoint=a} 1') }])]).toEqual([]);
});

it('marks what has too many spans with what every question finds', () => {
  const spans = Array.from({ length: MAX_TRACE_MARKS + 1 }, (_, index) => spanOf(index));
  expect([...traceMarksOf([partOf(spans)])]).toEqual([ANY_MARK]);
  expect(traceMarksOf([partOf(spans.slice(1))])).toHaveLength(MAX_TRACE_MARKS);
});

it('hardly ever gives two ids one mark, and never the one for all', () => {
  const marks = new Set(Array.from({ length: 20_000 }, (_, index) => traceMark(spanOf(index))));
  expect(marks.size).toBeGreaterThan(19_990);
  expect(marks.has(ANY_MARK)).toBe(false);
});
