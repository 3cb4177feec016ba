import { z } from 'zod';
import { redact } from '../../../auth/redact.ts';
import type { HostState } from '../../../capture/host-state.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { timeField, timeText } from './time-parameter.ts';

const known = z.string().nullable();

export const pipelineItem = z
  .object({
    name: z.string(),
    uuid: z.string(),
    projectId: z.int(),
    description: z.string(),
    hosts: z.int().meta({ description: 'As declared, else the highest ordinal seen + 1.' }),
    declaredHosts: z.int().nullable(),
    connectedHosts: z.int().meta({ description: 'Hosts whose agents can be told to record now.' }),
    created: timeField,
    updated: timeField,
  })
  .meta({ id: 'Pipeline' });

const recorder = z.object({
  name: z.string(),
  version: known,
  usable: z.boolean(),
  reason: known.meta({ description: 'Why it cannot be used, or what will be less.' }),
});

const target = z.object({
  state: z.enum(['found', 'missing']),
  by: z.string().meta({ description: 'How it is looked for: `pid`, `pid-file`, `match` or `command`.' }),
  reason: known.meta({ description: 'Why it is missing.' }),
  pid: z.int().nullable(),
  commandLine: known.meta({ description: 'Without what looks like a secret.' }),
  started: timeField.nullable(),
  threads: z.int().nullable(),
  cpuCores: z.number().nullable().meta({ description: 'CPU cores that it kept busy in the last seconds.' }),
  runtime: known,
});

const host = z
  .object({
    ordinal: z.int(),
    state: z.enum(['connected', 'stale', 'gone']).meta({
      description:
        '`connected`: can be recorded. `stale`: fell silent a moment ago, its place is kept. `gone`: nothing was heard for 15 seconds, or never.',
    }),
    name: known.meta({ description: 'Of the machine.' }),
    os: known,
    agentVersion: known,
    instance: known,
    lastSeen: timeField.nullable(),
    recorders: z.array(recorder),
    target: target.nullable().meta({ description: 'What would be recorded now.' }),
    maxDurationSeconds: z.number().nullable().meta({ description: 'The longest recording that its agent permits.' }),
    maxRate: z.number().nullable(),
  })
  .meta({ id: 'Host' });

export const pipelineDetail = pipelineItem.extend({ hostStates: z.array(host) }).meta({ id: 'PipelineDetail' });

export const pipelineItemOf = (pipeline: Pipeline, hosts: readonly HostState[]): z.infer<typeof pipelineItem> => ({
  name: pipeline.name,
  uuid: pipeline.uuid,
  projectId: pipeline.projectId,
  description: pipeline.description,
  hosts: pipeline.hosts,
  declaredHosts: pipeline.declaredHosts ?? null,
  connectedHosts: hosts.filter(({ state }) => state === 'connected').length,
  created: timeText(pipeline.createdMs),
  updated: timeText(pipeline.updatedMs),
});

export const pipelineDetailOf = (pipeline: Pipeline, hosts: readonly HostState[]): z.infer<typeof pipelineDetail> => ({
  ...pipelineItemOf(pipeline, hosts),
  hostStates: hosts.map(hostOf),
});

const hostOf = (state: HostState): z.infer<typeof host> => ({
  ordinal: state.ordinal,
  state: state.state,
  name: state.host?.name ?? null,
  os: state.host?.os ?? null,
  agentVersion: state.agentVersion ?? null,
  instance: state.instance ?? null,
  lastSeen: timeOrNull(state.lastSeenMs),
  recorders: state.recorders.map(({ name, version, usable, reason }) => ({
    name,
    version: version ?? null,
    usable,
    reason: reason ?? null,
  })),
  target: state.target === undefined ? null : targetOf(state.target),
  maxDurationSeconds: state.limits?.maxDurationSecs ?? null,
  maxRate: state.limits?.maxRateHz ?? null,
});

const targetOf = (found: NonNullable<HostState['target']>): z.infer<typeof target> => ({
  state: found.state,
  by: found.by,
  reason: found.reason ?? null,
  pid: found.pid ?? null,
  // People pass passwords on command lines.
  commandLine: found.commandLine === undefined ? null : redact(found.commandLine),
  started: timeOrNull(found.startedAtMs),
  threads: found.threads ?? null,
  cpuCores: found.cpuCores ?? null,
  runtime: found.runtime ?? null,
});

const timeOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : timeText(ms));
