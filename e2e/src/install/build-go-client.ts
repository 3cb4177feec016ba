import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ClientName, clientFolder, sharedGoFolder } from './client-folder.ts';
import { installOnce } from './install-once.ts';
import { runCommand } from './run-command.ts';

/** Builds the program with the modules that `go.sum` pins. Returns the path of the binary. */
export async function buildGoClient(name: ClientName): Promise<string> {
  const source = clientFolder(name);
  const inputs = [source, sharedGoFolder].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => /\.(go|mod|sum)$/.test(file))
      .sort()
      .map((file) => join(folder, file)),
  );
  const folder = await installOnce(name, inputs, async (target) => {
    await runCommand('go', ['build', '-trimpath', '-buildvcs=false', '-o', join(target, 'orders'), '.'], {
      cwd: source,
      env: { CGO_ENABLED: '0' },
    });
  });
  return join(folder, 'orders');
}
