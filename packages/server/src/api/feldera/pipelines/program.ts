import { z } from 'zod';
import type { PipelineDefinition, PipelineSettings } from '../../../catalog/pipelines/pipeline.ts';
import { HearthError } from '../../../errors/hearth-error.ts';

const object = z.record(z.string(), z.unknown());

/** What a client says about a pipeline; null and absent say nothing. Other fields are ignored, as Feldera does. */
export const pipelineBody = z.object({
  name: z.string().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  program_code: z.string().nullish(),
  udf_rust: z.string().nullish(),
  udf_toml: z.string().nullish(),
  program_config: object.nullish(),
  runtime_config: object.nullish(),
  /** Ours: the number of hosts, else `runtime_config.hosts`, else as many as are seen. */
  hosts: z.int().nullish(),
  /** Ours, for a new pipeline: number, slug or key of the project that it belongs to. */
  project: z.string().nullish(),
});

export type PipelineBody = z.infer<typeof pipelineBody>;

/** The part of a pipeline that Feldera would compile and run; Hearth keeps it and gives it back. */
const program = z.object({
  program_code: z.string().catch(''),
  udf_rust: z.string().catch(''),
  udf_toml: z.string().catch(''),
  program_config: object.catch({}),
  runtime_config: object.catch({}),
  tags: z.array(z.string()).catch([]),
});

export type Program = z.infer<typeof program>;

/** Every field of the program, with Feldera's defaults for those that nobody gave. */
export const programOf = (definition: PipelineDefinition): Program => program.parse(definition);

/** @throws HearthError `invalid_request` */
export function readPipelineBody(body: unknown): PipelineBody {
  const read = pipelineBody.safeParse(body ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  throw new HearthError('invalid_request', { message: `${where}: ${issue?.message ?? 'is not valid'}` });
}

/** What a body makes of a pipeline: its fields over those of `base`. */
export function settingsOf(body: PipelineBody, base: PipelineDefinition): PipelineSettings {
  const { name, description, hosts, project: _project, ...fields } = body;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
  const definition = programOf({ ...base, ...given });
  return {
    name: name ?? undefined,
    description: description ?? undefined,
    hosts: hosts ?? hostsOf(body.runtime_config ?? {}),
    definition,
  };
}

function hostsOf({ hosts }: Readonly<Record<string, unknown>>): number | undefined {
  return typeof hosts === 'number' && Number.isInteger(hosts) && hosts >= 1 ? hosts : undefined;
}
