import type { Command } from 'commander';
import type { Check, CheckState } from '../doctor/check.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { chooseStyle, type Style } from '../output/style.ts';
import type { ProgramState } from '../program-state.ts';
import { addJsonOption } from '../remote.ts';
import { serverConfig } from '../server-config.ts';

interface DoctorOptions {
  readonly json?: boolean;
}

/** `hearth doctor`: would a server run here? Needs none, and touches nothing but a temporary directory. */
export function addDoctor(program: Command, io: Io, state: ProgramState): void {
  const command = program
    .command('doctor')
    .summary('check this machine: engine, port, disk, permissions')
    .description(
      'Checks whether a server can run here: Node, settings, data directory, free disk, port, and whether the embedded ' +
        'engine starts (in a temporary directory). Works without a server. Exit code 1 when a check failed.',
    )
    .usage('[options] [flags of hearth serve]')
    .argument('[flags...]', 'flags of `hearth serve`, e.g. --port, --data')
    .allowUnknownOption()
    .addHelpText(
      'after',
      examples(
        ['hearth doctor', 'check the defaults and the HEARTH_* variables'],
        ['hearth doctor --data /srv/hearth --port 80', 'check what `hearth serve` would do with these flags'],
      ),
    )
    .action(async (flags: readonly string[], options: DoctorOptions) => {
      const { runChecks } = await import('../doctor/run-checks.ts');
      const style = chooseStyle(io.isTty, io.env);
      const results = [];
      for await (const result of runChecks(await checksFor(flags, io))) {
        results.push(result);
        if (options.json !== true) {
          io.out(`${mark(result.state, style)}  ${result.name.padEnd(nameWidth)}  ${result.detail}\n`);
        }
      }
      const isOk = results.every((result) => result.state !== 'fail');
      if (options.json === true) io.out(`${JSON.stringify({ ok: isOk, checks: results }, null, 2)}\n`);
      if (!isOk) state.exitCode = exitCodes.failure;
    });
  addJsonOption(command);
}

const nameWidth = 14;

function mark(state: CheckState, style: Style): string {
  const paint = { ok: style.green, warn: style.yellow, fail: style.red }[state];
  return paint(state.padEnd(4));
}

async function checksFor(flags: readonly string[], io: Io): Promise<readonly Check[]> {
  const [{ dataDirUser, tryEngine }, node, directory, disk, port, engine] = await Promise.all([
    import('@hearth/server'),
    import('../doctor/check-node.ts'),
    import('../doctor/check-data-directory.ts'),
    import('../doctor/check-disk.ts'),
    import('../doctor/check-port.ts'),
    import('../doctor/check-engine.ts'),
  ]);
  const config = await serverConfig(flags, io);
  return [
    { name: 'node', run: async () => node.checkNode(process.versions.node) },
    { name: 'data directory', run: () => directory.checkDataDirectory(config.data, dataDirUser) },
    { name: 'disk', run: () => disk.checkDisk(config.data, config.diskFloor, config.diskBudget) },
    { name: 'port', run: () => port.checkPort(config.host, config.port) },
    { name: 'engine', run: () => engine.checkEngine(tryEngine) },
  ];
}
