import { Command } from 'commander';
import { addAgent } from './commands/agent.ts';
import { addCapture } from './commands/capture.ts';
import { addConfig } from './commands/config.ts';
import { addConvert } from './commands/convert.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDrops } from './commands/drops.ts';
import { addExport } from './commands/export.ts';
import { addFacets } from './commands/facets.ts';
import { addHeatmap } from './commands/heatmap.ts';
import { addLabels } from './commands/labels.ts';
import { addLink } from './commands/link.ts';
import { addMerge } from './commands/merge.ts';
import { addOrganization } from './commands/organization.ts';
import { addPins } from './commands/pin.ts';
import { addPipeline } from './commands/pipeline.ts';
import { addProfiles } from './commands/profiles.ts';
import { addProject } from './commands/project.ts';
import { addPush } from './commands/push.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addRebuild } from './commands/rebuild.ts';
import { addRecord } from './commands/record.ts';
import { addRetention } from './commands/retention.ts';
import { addServe } from './commands/serve.ts';
import { addTimeline } from './commands/timeline.ts';
import { addToken } from './commands/token.ts';
import { addTop } from './commands/top.ts';
import { addVersion } from './commands/version.ts';
import { examples } from './examples.ts';
import { exitCodeMeanings } from './exit-code.ts';
import type { Io } from './io.ts';
import type { ProgramState } from './program-state.ts';
import { packageVersion } from './version.ts';

/**
 * The whole command line. Commands read and write only through `io`; `state` takes the exit code of one that went through.
 *
 * @param writeErr takes what is said of a wrong command line
 */
export function createProgram(io: Io, state: ProgramState, writeErr: (text: string) => void = io.err): Command {
  const program = new Command('hearth')
    .description('A self-hosted home for profiles: run the server, send profiles to it, look after it.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'show the help of a command')
    .configureOutput({ writeOut: io.out, writeErr, getOutHelpWidth: () => 100, getErrHelpWidth: () => 100 })
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('The same with --help lists what there is.')
    .addHelpText('after', afterHelp());
  addServe(program, state);
  addAgent(program, io, state);
  addCapture(program, io, state);
  addPush(program, io, state);
  addRecord(program, io, state);
  addProfiles(program, io);
  addTop(program, io);
  addMerge(program, io);
  addTimeline(program, io);
  addDiff(program, io);
  addHeatmap(program, io);
  addFacets(program, io);
  addLabels(program, io);
  addExport(program, io);
  addConvert(program, io);
  addDrops(program, io);
  addOrganization(program, io);
  addProject(program, io);
  addRetention(program, io);
  addPins(program, io);
  addPipeline(program, io);
  addToken(program, io);
  addLink(program, io);
  addRebuild(program, io, state);
  addQuarantine(program, io);
  addConfig(program, io);
  addDoctor(program, io, state);
  addVersion(program, io);
  return program;
}

function afterHelp(): string {
  const codes = exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n');
  return `
Environment:
  HEARTH_URL      address of the server (default http://127.0.0.1:4040)
  HEARTH_TOKEN    bearer token
  HEARTH_PROJECT  project, where a command takes --project (default "default")
  NO_COLOR        no colour, also on a terminal

With --json an error is one line on standard error: {"error":{"code","message","hint","status"}}.

Exit codes:
${codes}
${examples(
  ['hearth serve', 'run the server, on 127.0.0.1:4040, with everything in ./data'],
  ['hearth push --app checkout cpu.pprof', 'send it a profile'],
  ['hearth top --app checkout --from 2h', 'where the time went'],
  ['hearth drops', 'what was refused, and why'],
)}`;
}
