import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { chooseStyle } from '../output/style.ts';
import { renderTable } from '../output/table.ts';
import { addJsonOption } from '../remote.ts';
import { serverConfig } from '../server-config.ts';

interface ConfigOptions {
  readonly explain?: boolean;
  readonly json?: boolean;
}

/** `hearth config`: the server's settings as the flags and variables given here would make them. */
export function addConfig(program: Command, io: Io): void {
  const command = program
    .command('config')
    .summary("show the server's settings")
    .description(
      'Prints every setting of `hearth serve` with the value it would have now, from HEARTH_* variables and from flags ' +
        'given here. Works without a server. Secrets are not printed.',
    )
    .usage('[options] [flags of hearth serve]')
    .argument('[flags...]', 'flags of `hearth serve`, e.g. --port, --data')
    .allowUnknownOption()
    .option('--explain', 'say what each setting means')
    .addHelpText(
      'after',
      examples(
        ['hearth config --explain', 'every flag, its variable, default, value and meaning'],
        ['hearth config --port 5000', 'what `hearth serve --port 5000` would use'],
      ),
    )
    .action(async (flags: readonly string[], options: ConfigOptions) => {
      const { explainConfig } = await import('@hearth/server');
      const settings = explainConfig(await serverConfig(flags, io));
      const style = chooseStyle(io.isTty, io.env);
      if (options.json === true) {
        io.out(`${JSON.stringify({ settings }, null, 2)}\n`);
      } else if (options.explain === true) {
        io.out(settings.map((setting) => paragraph(setting, style.bold)).join('\n'));
      } else {
        io.out(
          renderTable(
            [
              { title: 'FLAG', value: (setting) => setting.flag ?? '-' },
              { title: 'VARIABLE', value: (setting) => setting.env },
              { title: 'VALUE', value: (setting) => setting.value || `(${setting.default})` },
            ],
            settings,
            { style, whenEmpty: '' },
          ),
        );
      }
    });
  addJsonOption(command);
}

interface Explained {
  readonly flag: string | null;
  readonly env: string;
  readonly placeholder: string | null;
  readonly default: string;
  readonly value?: string;
  readonly description: string;
}

function paragraph(setting: Explained, bold: (text: string) => string): string {
  const flag = setting.flag === null ? undefined : [setting.flag, setting.placeholder].filter(Boolean).join(' ');
  const names = [flag, setting.env].filter((name) => name !== undefined).join(', ');
  const value = setting.value === undefined || setting.value === '' ? '' : `    now: ${setting.value}\n`;
  return `${bold(names)}\n    ${setting.description}\n    default: ${setting.default}\n${value}`;
}
