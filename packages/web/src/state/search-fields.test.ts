import { describe, expect, it } from 'vitest';
import { flagField, listField, searchOf, textField, wholeField, wordField } from './search-fields.ts';

const read = searchOf({
  name: textField(),
  id: textField((text) => /^[0-9a-f]{4}$/.test(text)),
  side: wordField(['left', 'right']),
  on: flagField,
  host: wholeField(0, 99),
  where: listField(textField(undefined, 5), 2),
});

describe('what an address says', () => {
  it('is read parameter by parameter, those of other places left out', () => {
    const search = { name: 'a', id: '00ff', side: 'left', on: 'yes', host: '7', where: ['x', 'y'], other: 'z' };
    expect(read(search)).toEqual({ name: 'a', id: '00ff', side: 'left', on: 'yes', host: 7, where: ['x', 'y'] });
  });

  it('takes what it wrote itself', () => {
    const once = read({ host: '7', where: ['x'] });
    expect(read(once)).toEqual(once);
  });

  it.each([
    { name: '' },
    { name: 'n'.repeat(1_001) },
    { name: 5 },
    { id: '00fg' },
    { side: 'up' },
    { on: 'no' },
    { host: '' },
    { host: '100' },
    { host: '1.5' },
    { host: 'one' },
    { where: 'x' },
    { where: ['x', 'y', 'z'] },
    { where: ['x', 'longer'] },
  ])('leaves out what cannot be read: %j', (search) => {
    expect(read({ ...search, side: 'side' in search ? search.side : 'right' })).toEqual(
      'side' in search ? {} : { side: 'right' },
    );
  });
});
