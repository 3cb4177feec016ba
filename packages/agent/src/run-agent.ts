import { Agent } from './agent.ts';
import type { AgentOptions, TargetOption } from './agent-options.ts';
import { defaultStateFolder, openStateFolder } from './state-folder.ts';
import { type OwnCommand, startOwnCommand } from './target/own-command.ts';
import { identifyProcess } from './target/process-identity.ts';
import type { TargetSelector } from './target/target-selector.ts';

/** How an agent ended. */
export type AgentEnd =
  | { readonly why: 'stopped' }
  /** The command behind `--` has ended; the agent ends with its exit status. */
  | { readonly why: 'command_ended'; readonly exitCode: number }
  /** The server does not want this agent. */
  | { readonly why: 'refused'; readonly message: string };

/** Signals that are handed to the command behind `--`; without one they stop the agent. */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
const STOPPING = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs an agent in this process until a signal stops it, its own command ends, or the server refuses it. While it runs
 * the signals of the process are the agent's.
 *
 * @throws Error when the target's pid does not run, or the state folder is taken or cannot be written
 */
export async function runAgent(
  options: AgentOptions,
  stop: AbortSignal = new AbortController().signal,
): Promise<AgentEnd> {
  const { pipeline, ordinal, target, log } = options;
  if (isInTheOpen(options.server)) log(`the token travels unencrypted to ${new URL(options.server).host}: use https`);
  if (options.privatePerfParanoid === true && process.geteuid?.() !== 0) {
    log('--private-perf-paranoid needs root, and is ignored');
  }
  const folder = await openStateFolder(options.state ?? defaultStateFolder(pipeline, ordinal, process.env));
  try {
    const command = target.by === 'command' ? startOwnCommand(target.commandLine) : undefined;
    const selector = await selectorOf(target, command);
    const end = new AbortController();
    const abort = (): void => end.abort();
    stop.addEventListener('abort', command === undefined ? abort : () => command.kill('SIGTERM'), { once: true });
    const forget = listen(command, abort);
    const ended = command?.ended.then((exitCode) => {
      log(`the command has ended with status ${exitCode}`);
      end.abort();
      return exitCode;
    });
    if (stop.aborted) end.abort();
    try {
      const refusal = await new Agent(options, selector, folder).run(end.signal);
      // The workload goes on without its agent's server; it ends in its own time.
      const advice = refusal?.code === 'unsupported' ? '' : `; \`hearth token create --agent ${pipeline}\` makes one`;
      if (refusal !== undefined && ended === undefined) return { why: 'refused', message: refusal.message + advice };
      if (refusal !== undefined) log(`${refusal.message}${advice}; the command runs on unobserved`);
      return ended === undefined ? { why: 'stopped' } : { why: 'command_ended', exitCode: await ended };
    } finally {
      forget();
    }
  } finally {
    await folder.release();
  }
}

/** Plain HTTP to another machine. */
function isInTheOpen(server: string): boolean {
  return /^http:/i.test(server) && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(server).hostname);
}

async function selectorOf(target: TargetOption, command: OwnCommand | undefined): Promise<TargetSelector> {
  if (target.by === 'pid') {
    const process = await identifyProcess(target.pid);
    if (process === undefined) throw new Error(`there is no process ${target.pid} that could be recorded`);
    return { by: 'pid', process };
  }
  if (target.by === 'command') {
    return { by: 'command', commandLine: target.commandLine, process: () => command?.process() };
  }
  return target;
}

/** @returns what takes the listeners away again */
function listen(command: OwnCommand | undefined, abort: () => void): () => void {
  const listeners: (readonly [NodeJS.Signals, () => void])[] =
    command === undefined
      ? STOPPING.map((signal) => [signal, abort] as const)
      : // At a terminal Ctrl-C and Ctrl-\ reach the command by themselves: it is in the same process group.
        PASSED_ON.map((signal) => {
          const isFromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT');
          return [signal, isFromTerminal ? () => undefined : () => command.kill(signal)] as const;
        });
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
