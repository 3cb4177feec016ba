import { describe, expect, it } from 'vitest';
import { isOfFunction, selectedFunction, selecting } from './selected-function.ts';

const frame = { name: 'main', file: 'a.go', line: 3, module: '/bin/a' };

describe('the selected function', () => {
  it('is told apart by file and module', () => {
    const chosen = selectedFunction(selecting(frame));
    expect(isOfFunction(chosen, frame)).toBe(true);
    expect(isOfFunction(chosen, { ...frame, module: '/bin/b' })).toBe(false);
    expect(isOfFunction(chosen, { ...frame, file: 'b.go' })).toBe(false);
  });

  it('is any of its name when an address says no more', () => {
    const chosen = selectedFunction({ fn: 'main', fnFile: undefined, fnModule: undefined });
    expect(isOfFunction(chosen, { ...frame, module: '/bin/b' })).toBe(true);
    expect(isOfFunction(chosen, { ...frame, name: 'other' })).toBe(false);
    expect(isOfFunction(undefined, frame)).toBe(false);
    expect(selectedFunction({ fn: undefined, fnFile: 'a', fnModule: 'b' })).toBeUndefined();
  });
});
