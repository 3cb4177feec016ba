// An agent in a process of its own, for tests that kill it. Arguments: server, pid, state folder, samply, recorder.
import { runAgent } from '../run-agent.ts';

const [server = '', pid = '', state = '', samply = '', recorder = ''] = process.argv.slice(2);
await runAgent({
  server,
  token: 'agent-token',
  pipeline: 'pipe',
  ordinal: 0,
  target: { by: 'pid', pid: Number(pid) },
  version: '0.0.0-test',
  state,
  samply,
  recorder: recorder === 'perf' ? 'perf' : 'samply',
  privatePerfParanoid: true,
  log: () => undefined,
});
