import { randomUUID } from 'node:crypto';
import type { Selectable, Updateable } from 'kysely';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CatalogContext } from '../context.ts';
import type { OrganizationId, PipelineId, ProjectId } from '../ids.ts';
import { type Reach, reaches } from '../reach.ts';
import type { PipelineRow } from '../schema.ts';
import {
  isPipelineName,
  MAX_DEFINITION_LENGTH,
  MAX_PIPELINE_HOSTS,
  MAX_PIPELINE_NAME_LENGTH,
  MAX_PIPELINES_PER_PROJECT,
  type NewPipeline,
  type Pipeline,
  type PipelineDefinition,
  type PipelineSettings,
} from './pipeline.ts';

/** As a description of a release; nobody reads more. */
const MAX_DESCRIPTION_LENGTH = 10_000;
/** Names of states are one word. */
const MAX_STATUS_LENGTH = 64;
/** What a new pipeline is asked to be: its program runs already, somewhere else, and is to be recorded. */
const FIRST_STATUS = 'Running';

export class Pipelines {
  readonly #context: CatalogContext;
  readonly #bindingsChanged: () => void;

  /** `bindingsChanged` is called when tokens of agents were bound to another name. */
  constructor(context: CatalogContext, bindingsChanged: () => void) {
    this.#context = context;
    this.#bindingsChanged = bindingsChanged;
  }

  /**
   * By name or uuid, among those in reach; undefined alike for one that does not exist and one out of reach. A name that
   * several organizations in reach use needs `organizationId`, else it finds nothing.
   */
  async find(ref: string, reach: Reach, organizationId?: OrganizationId): Promise<Pipeline | undefined> {
    if (ref.length > MAX_PIPELINE_NAME_LENGTH) return undefined;
    const rows = await this.#context.db
      .selectFrom('pipelines')
      .selectAll()
      .where(({ or, eb }) => or([eb('name', '=', ref), eb('uuid', '=', ref)]))
      .execute();
    const visible = rows
      .map(pipelineOfRow)
      .filter(
        (pipeline) =>
          reaches(reach, pipeline.organizationId, pipeline.projectId) &&
          (organizationId === undefined || pipeline.organizationId === organizationId),
      );
    return visible.length === 1 ? visible[0] : visible.find(({ uuid }) => uuid === ref);
  }

  async get(id: PipelineId): Promise<Pipeline | undefined> {
    const row = await this.#context.db.selectFrom('pipelines').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : pipelineOfRow(row);
  }

  /** By name. */
  async list(reach: Reach): Promise<readonly Pipeline[]> {
    if (reach.kind === 'none') return [];
    let query = this.#context.db.selectFrom('pipelines').selectAll().orderBy('name').orderBy('id');
    if (reach.kind !== 'all') query = query.where('organization_id', '=', reach.organizationId);
    if (reach.kind === 'project') query = query.where('project_id', '=', reach.projectId);
    return (await query.execute()).map(pipelineOfRow);
  }

  /** Throws `invalid_request`, `conflict` (the name is taken in the organization), `too_many_pipelines`. */
  async create(wanted: NewPipeline): Promise<Pipeline> {
    const { db, now } = this.#context;
    const { organizationId, projectId, ...settings } = wanted;
    const nowMs = now();
    const { name, description, hosts, definition, desired_status } = columnsOf(settings);
    const row = {
      organization_id: organizationId,
      project_id: projectId,
      name: name ?? '',
      uuid: randomUUID(),
      description: description ?? '',
      hosts: hosts ?? null,
      highest_ordinal: null,
      definition: definition ?? '{}',
      version: 1,
      desired_status: desired_status ?? FIRST_STATUS,
      desired_status_ms: nowMs,
      created_ms: nowMs,
      updated_ms: nowMs,
    };
    return this.#named(() =>
      db.transaction().execute(async (transaction) => {
        const { count } = await transaction
          .selectFrom('pipelines')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('project_id', '=', projectId)
          .executeTakeFirstOrThrow();
        if (Number(count) >= MAX_PIPELINES_PER_PROJECT) throw new HearthError('too_many_pipelines');
        return pipelineOfRow(
          await transaction.insertInto('pipelines').values(row).returningAll().executeTakeFirstOrThrow(),
        );
      }),
    );
  }

  /** What an agent does that may make its pipeline: the one of that name, made when there is none. */
  async ensure(organizationId: OrganizationId, projectId: ProjectId, name: string): Promise<Pipeline> {
    const reach: Reach = { kind: 'organization', organizationId };
    const found = await this.find(name, reach);
    if (found !== undefined) return found;
    try {
      return await this.create({ organizationId, projectId, name });
    } catch (error) {
      if (!(error instanceof HearthError) || error.code !== 'conflict') throw error;
      // Two hosts of a new pipeline come at once.
      const made = await this.find(name, reach);
      if (made === undefined) throw error;
      return made;
    }
  }

  /**
   * Changes what is given. A new name is taken over by the tokens of its agents. Throws `invalid_request`, `conflict`,
   * `pipeline_not_found`.
   */
  async update(id: PipelineId, changes: PipelineSettings): Promise<Pipeline> {
    const set = columnsOf(changes);
    const { db, now } = this.#context;
    const updated = await this.#named(() =>
      db.transaction().execute(async (transaction) => {
        const old = await transaction.selectFrom('pipelines').selectAll().where('id', '=', id).executeTakeFirst();
        if (old === undefined) throw new HearthError('pipeline_not_found');
        const nowMs = now();
        const isNewDefinition = set.definition !== undefined && set.definition !== old.definition;
        const isNewStatus = set.desired_status !== undefined && set.desired_status !== old.desired_status;
        const row = await transaction
          .updateTable('pipelines')
          .set({
            ...set,
            updated_ms: nowMs,
            ...(isNewDefinition ? { version: old.version + 1 } : {}),
            ...(isNewStatus ? { desired_status_ms: nowMs } : {}),
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        if (row.name !== old.name) {
          await transaction
            .updateTable('tokens')
            .set({ agent_pipeline: row.name })
            .where('organization_id', '=', old.organization_id)
            .where('agent_pipeline', '=', old.name)
            .execute();
        }
        return pipelineOfRow(row);
      }),
    );
    this.#bindingsChanged();
    return updated;
  }

  /** An agent of this host was seen. */
  async noteOrdinal(id: PipelineId, ordinal: number): Promise<Pipeline> {
    const { db } = this.#context;
    await db
      .updateTable('pipelines')
      .set({ highest_ordinal: ordinal })
      .where('id', '=', id)
      .where(({ or, eb }) => or([eb('highest_ordinal', 'is', null), eb('highest_ordinal', '<', ordinal)]))
      .execute();
    const pipeline = await this.get(id);
    if (pipeline === undefined) throw new HearthError('pipeline_not_found');
    return pipeline;
  }

  /** Takes its captures along; their profiles stay in the store. Throws `pipeline_not_found`. */
  async remove(id: PipelineId): Promise<void> {
    const { numDeletedRows } = await this.#context.db.deleteFrom('pipelines').where('id', '=', id).executeTakeFirst();
    if (Number(numDeletedRows) === 0) throw new HearthError('pipeline_not_found');
  }

  async #named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#context.glue.isUniqueViolation(error) ? new HearthError('conflict', { cause: error }) : error;
    }
  }
}

/** What is given, checked, and nothing else. */
function columnsOf({ name, description, hosts, definition, desiredStatus }: PipelineSettings): Updateable<PipelineRow> {
  if (name !== undefined && !isPipelineName(name)) {
    throw invalid(
      `A pipeline's name has 1 to ${String(MAX_PIPELINE_NAME_LENGTH)} letters, digits, - and _, and a letter or digit at both ends.`,
    );
  }
  if (description !== undefined && description.length > MAX_DESCRIPTION_LENGTH) {
    throw invalid(`A description has at most ${String(MAX_DESCRIPTION_LENGTH)} characters.`);
  }
  if (typeof hosts === 'number' && !(Number.isInteger(hosts) && hosts >= 1 && hosts <= MAX_PIPELINE_HOSTS)) {
    throw invalid(`A pipeline has 1 to ${String(MAX_PIPELINE_HOSTS)} hosts.`);
  }
  if (desiredStatus !== undefined && (desiredStatus === '' || desiredStatus.length > MAX_STATUS_LENGTH)) {
    throw invalid('That is not a status.');
  }
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(definition === undefined ? {} : { definition: definitionText(definition) }),
    ...(desiredStatus === undefined ? {} : { desired_status: desiredStatus }),
  };
}

function definitionText(definition: PipelineDefinition): string {
  const text = JSON.stringify(definition);
  if (text.length > MAX_DEFINITION_LENGTH) throw invalid('The definition of the pipeline is too long.');
  return text;
}

const invalid = (message: string): HearthError => new HearthError('invalid_request', { message });

const pipelineOfRow = (row: Selectable<PipelineRow>): Pipeline => ({
  id: row.id,
  organizationId: row.organization_id,
  projectId: row.project_id,
  name: row.name,
  uuid: row.uuid,
  description: row.description,
  declaredHosts: row.hosts ?? undefined,
  hosts: row.hosts ?? (row.highest_ordinal ?? 0) + 1,
  definition: JSON.parse(row.definition) as PipelineDefinition,
  version: row.version,
  desiredStatus: row.desired_status,
  desiredStatusMs: row.desired_status_ms,
  createdMs: row.created_ms,
  updatedMs: row.updated_ms,
});
