/**
 * Attributes of resources that never become labels of a series: each would make a series per process, container or upload, or holds what
 * nobody meant to show (arguments and environments hold passwords). They stay in the original.
 */
const VOLATILE_ATTRIBUTES: ReadonlySet<string> = new Set([
  // One value per process.
  'process.pid',
  'process.parent_pid',
  'process.vpid',
  'process.session_leader.pid',
  'process.group_leader.pid',
  'process.creation.time',
  'service.instance.id',
  // One value per container.
  'container.id',
  'k8s.pod.uid',
  'k8s.pod.ip',
  'k8s.pod.start_time',
  'k8s.container.restart_count',
  'host.ip',
  'host.mac',
  // May hold secrets.
  'process.command',
  'process.command_args',
  'process.command_line',
]);
const VOLATILE_PREFIX = 'process.environment_variable.';

export const isVolatileAttribute = (name: string): boolean =>
  VOLATILE_ATTRIBUTES.has(name) || name.startsWith(VOLATILE_PREFIX);
