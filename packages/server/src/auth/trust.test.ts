import { describe, expect, it } from 'vitest';
import { isTrusted } from './trust.ts';

describe('isTrusted', () => {
  it('needs a mark, and over TCP a Host', () => {
    expect(isTrusted(undefined, { host: 'localhost' })).toBe(false);
    expect(isTrusted({ kind: 'tcp', trusted: false }, { host: 'localhost' })).toBe(false);
    expect(isTrusted({ kind: 'tcp', trusted: true }, { host: 'localhost' })).toBe(true);
    expect(isTrusted({ kind: 'tcp', trusted: true }, {})).toBe(false);
    expect(isTrusted({ kind: 'unix', trusted: false }, {})).toBe(false);
    expect(isTrusted({ kind: 'unix', trusted: true }, {})).toBe(true);
  });
});
