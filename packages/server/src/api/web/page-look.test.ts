import { describe, expect, it } from 'vitest';
import { withLook } from './page-look.ts';

const page = '<!doctype html><html lang="en"><head></head></html>';

describe('withLook', () => {
  it.each([
    ['hearth_look=theme=dark', 'data-look="theme=dark" data-theme="dark"'],
    [
      'hearth_session=x; hearth_look=table-width=520&theme=light',
      'data-look="table-width=520&amp;theme=light" data-theme="light"',
    ],
    ['hearth_look=table-width=520', 'data-look="table-width=520"'],
    ['hearth_look=theme=pink', 'data-look="theme=pink"'],
    [undefined, 'data-look=""'],
    ['hearth_look=', 'data-look=""'],
    ['hearth_look="><script>alert(1)</script>', 'data-look=""'],
    ["hearth_look=theme=dark' onload=x", 'data-look=""'],
    [`hearth_look=${'a'.repeat(401)}`, 'data-look=""'],
    ['other_hearth_look=theme=dark', 'data-look=""'],
  ])('of %j makes %s', (cookie, attributes) => {
    expect(withLook(page, cookie)).toBe(`<!doctype html><html lang="en" ${attributes}><head></head></html>`);
  });

  it('leaves a page alone that begins otherwise', () => {
    expect(withLook('<!doctype html><title>Hearth</title>', 'hearth_look=theme=dark')).not.toContain('dark');
  });
});
