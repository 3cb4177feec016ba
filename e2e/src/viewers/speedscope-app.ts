import { join } from 'node:path';
import { z } from 'zod';
import { clientFolder } from '../install/client-folder.ts';
import { commandPath } from '../install/command-path.ts';
import { installNodeClient } from '../install/install-node-client.ts';
import { runCommand } from '../install/run-command.ts';

const found = z.strictObject({
  file: z.string(),
  title: z.string(),
  rows: z.array(z.strictObject({ self: z.string(), total: z.string(), name: z.string() })),
  /** Whether a name became an element or ran. */
  marked: z.boolean(),
  /** Errors of the page, and addresses outside of it that were asked for. */
  complaints: z.array(z.string()),
});

/** What the application shows of a file: its table of functions, the largest first. */
export type ShownFile = z.output<typeof found>;

/** Opens each file of a folder in speedscope's own application. */
export async function openInSpeedscope(folder: string): Promise<readonly ShownFile[]> {
  const modules = await installNodeClient('speedscope');
  const output = await runCommand(process.execPath, [join(clientFolder('speedscope'), 'drive.cjs')], {
    env: { NODE_PATH: modules, CHROMIUM: commandPath('chromium'), FILES: folder },
  });
  return [...output.matchAll(/^FOUND (.*)$/gm)].map(([, json]) => found.parse(JSON.parse(json!)));
}

const scales: Readonly<Record<string, number>> = {
  ns: 1e-9,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
};

/** A value as it is shown, in seconds, bytes or what is counted: `1.12s (33%)`, `35.07 MB (77%)`, `15 (83%)`. */
export function shownValue(text: string): number {
  const match = /^([\d,.]+)\s?(ns|µs|ms|s|min|B|KB|MB|GB)?\s/.exec(text);
  if (match === null) throw new Error(`no value: ${text}`);
  return Number(match[1]!.replaceAll(',', '')) * (scales[match[2] ?? ''] ?? 1);
}
