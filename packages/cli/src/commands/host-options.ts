import { type Command, Option } from 'commander';
import { parseCount } from '../parse-count.ts';

/** As many hosts as a pipeline may have, less one: the server counts them from 0. */
const MAX_ORDINAL = 1_023;

/** `--ordinal` and `--all`, of which one excludes the other. */
export function addHostOptions(command: Command): Command {
  return command
    .option('--ordinal <n>', 'number of the host, from 0 (default 0)', parseCount(0, MAX_ORDINAL))
    .addOption(new Option('--all', 'every host of the pipeline').conflicts('ordinal'));
}
