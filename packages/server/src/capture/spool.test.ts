import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CaptureId } from '../catalog/ids.ts';
import { Spool } from './spool.ts';

it('throws away a pin that was cut off while it was written, and no other file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-spool-'));
  try {
    const id = 'ab'.repeat(16) as CaptureId;
    const kept = [`${id}.gz`, `${id}.part`, `${id}.pin`, 'notes.pin.tmp', 'README'];
    for (const name of [`${id}.pin.tmp`, ...kept]) writeFileSync(join(directory, name), 'x');
    const spool = new Spool(directory);
    await spool.open();
    expect(readdirSync(directory).sort()).toEqual(kept.sort());
    await spool.pin(id, Buffer.from('whole'));
    expect(Buffer.from((await spool.read(id, 'pin'))!).toString()).toBe('whole');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
