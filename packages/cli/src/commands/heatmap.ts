import { type Command, Option } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { parseCount } from '../parse-count.ts';
import { askQuestion } from '../question/ask-question.ts';
import { type HeatmapAnswer, heatmapText } from '../question/heatmap-text.ts';
import { addSelectorOptions, type SelectorOptions, selectorOf } from '../question/selector-options.ts';
import { openRemote, projectPath } from '../remote.ts';

interface HeatmapOptions extends SelectorOptions {
  readonly step: number;
  readonly buckets: number;
  readonly scale: string;
}

/** `hearth heatmap`: single profiles by time and value. */
export function addHeatmap(program: Command, io: Io): void {
  const command = program
    .command('heatmap')
    .summary('show single profiles by time and value')
    .description(
      'Counts single profiles by the time they began and by what their values come to: outliers stand apart. The darker a cell, ' +
        'the more profiles are in it.',
    )
    .option('--step <seconds>', 'length of a slot', parseCount(1, 366 * 86_400), 60)
    .option('--buckets <n>', 'how many rows at most, 1 to 100', parseCount(1, 100), 12)
    .addOption(new Option('--scale <scale>', 'of the values').choices(['log', 'linear']).default('log'))
    .addHelpText(
      'after',
      examples(
        ['hearth heatmap --app checkout', 'CPU time of single profiles, the last hour'],
        ['hearth heatmap --type alloc_space --from 1d --step 1800', 'a day in slots of half an hour'],
      ),
    )
    .action(async (options: HeatmapOptions) => {
      const remote = openRemote(io, options);
      const { step, scale, buckets } = options;
      const answer = await askQuestion<HeatmapAnswer>(io, remote, `${projectPath(io, options)}/heatmap`, {
        selector: selectorOf(options, io),
        stepSeconds: step,
        scale,
        buckets,
      });
      remote.show(answer, () => heatmapText(answer));
    });
  addSelectorOptions(command);
}
