import { expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

it('puts lines and characters together across chunks', async () => {
  const bytes = Buffer.from('ä1\nb2\n\r\nlast €');
  async function* oneByOne(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < bytes.length; i++) yield bytes.subarray(i, i + 1);
  }
  const lines: string[] = [];
  for await (const line of readLines(oneByOne())) lines.push(line);
  expect(lines).toEqual(['ä1', 'b2', 'last €']);
});
