export type { AgentOptions, TargetOption } from './agent-options.ts';
export { type AgentLimits, defaultLimits } from './capture/agent-limits.ts';
export {
  type LocalRecording,
  type RecordCommandOptions,
  type RecordedCommand,
  recordCommand,
} from './record-command.ts';
export { type AgentEnd, runAgent } from './run-agent.ts';
export { parsePid } from './target/target-selector.ts';
