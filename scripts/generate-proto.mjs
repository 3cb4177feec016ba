// Makes TypeScript of packages/server/proto, with buf (fetched from npm into a folder of its own) and the workspace's protoc-gen-es.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, root, tool } from './lib.mjs';

const BUF = '@bufbuild/buf@1.75.0';
const sources = join(root, 'packages/server/proto');
const generated = join(root, 'packages/server/src/rpc/generated');
const folder = mkdtempSync(join(tmpdir(), 'hearth-proto-'));

try {
  cpSync(sources, folder, { recursive: true });
  writeFileSync(join(folder, 'buf.yaml'), 'version: v2\n');
  const parameters = '[target=ts, import_extension=ts]';
  writeFileSync(
    join(folder, 'buf.gen.yaml'),
    `version: v2\nplugins: [{ local: ${tool('protoc-gen-es')}, out: out, opt: ${parameters} }]\n`,
  );
  const options = { cwd: folder, stdio: 'inherit' };
  if (spawnSync('npx', ['--yes', `--package=${BUF}`, 'buf', 'generate'], options).status !== 0) fail('buf failed.');
  rmSync(generated, { recursive: true, force: true });
  cpSync(join(folder, 'out'), generated, { recursive: true });
  const hashes = readdirSync(sources, { recursive: true })
    .filter((file) => file.endsWith('.proto'))
    .sort()
    .map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(sources, file)))
        .digest('hex'),
    ]);
  writeFileSync(join(generated, 'sources.json'), `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
