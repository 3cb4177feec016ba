import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `e2e/`, from the sources as well as from `dist/`: both lie two folders deep. */
const e2eFolder = fileURLToPath(new URL('../../', import.meta.url));

export const clientNames = ['dd-node', 'dd-python', 'blackfire-python', 'dd-go', 'dd-java'] as const;
export type ClientName = (typeof clientNames)[number];

/** Folder of a client's program and lock files in the checkout. */
export function clientFolder(name: ClientName): string {
  return join(e2eFolder, 'clients', name);
}

/** Where the program lies that both Python profilers watch; for `PYTHONPATH`. */
export const sharedPythonFolder = join(e2eFolder, 'clients', 'python');
