import { describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { parseLabelSelector } from './parse-label-selector.ts';

const parse = (text: string) =>
  parseLabelSelector(text, 'label_selector').map(({ name, operator, value }) => `${name} ${operator} ${value}`);

describe('parseLabelSelector', () => {
  it.each([
    ['', []],
    ['{}', []],
    [' { } ', []],
    ['{service_name="shop"}', ['service_name = shop']],
    ['{ a = "1" , b!="2",c=~"3|4", d !~ `5\\d` , }', ['a = 1', 'b != 2', 'c =~ 3|4', 'd !~ 5\\d']],
    ['{a=\'it is "so"\'}', ['a = it is "so"']],
    ['{"service.name"="shop", os.type="linux"}', ['service.name = shop', 'os.type = linux']],
    ['{a="}, b=\\"{"}', ['a = }, b="{']],
    ['{a="\\u00e9\\x41\\101\\n\\\\"}', ['a = éAA\n\\']],
    ['{a=""}', ['a = ']],
    ['{a="1",a="2"}', ['a = 1', 'a = 2']],
  ])('reads %s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each([
    ['{', 'the name of a label is missing at character 2'],
    ['a="b"', '{ is missing at character 1'],
    ['{a}', 'an operator (=, !=, =~, !~) is missing at character 3'],
    ['{a==~"b"}', 'a value in quotes is missing at character 4'],
    ['{a=b}', 'a value in quotes is missing at character 4'],
    ['{a="b}', 'a value in quotes is missing at character 4'],
    ['{a="\\q"}', 'a value in quotes is missing at character 4'],
    ['{a="\\U00110000"}', 'a value in quotes is missing at character 4'],
    ['{a="b" c="d"}', ', or } is missing at character 8'],
    ['{a="b"} and more', 'something follows it at character 9'],
    ['{0a="b"}', 'the name of a label is missing at character 2'],
    [`{a="${'b'.repeat(1001)}"}`, 'the value of a is longer than 1000 characters'],
    [`{${'a="b",'.repeat(46)}}`, 'it has more than 45 conditions'],
    [`{a="b"${' '.repeat(70_000)}}`, 'it is longer than 65536 characters'],
  ])('refuses %.20s', (text, why) => {
    let thrown: unknown;
    try {
      parse(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(HearthError);
    expect(thrown).toMatchObject({ code: 'invalid_request', message: `label_selector is not valid: ${why}.` });
  });
});
