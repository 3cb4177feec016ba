import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { describeCaller } from '../../../auth/describe-caller.ts';
import type { ApiKey } from '../../../catalog/api-keys/api-keys.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { writeRole } from '../access.ts';
import { FelderaError } from '../feldera-error.ts';
import type { FelderaFaceDeps } from '../feldera-face-deps.ts';
import { exceeds, type Role, roleOfScopes } from '../role.ts';
import type { ApiKeyItem, NewApiKeyItem } from './api-key-schema.ts';

/** Feldera's limit, which its clients check. */
const MAX_API_KEY_NAME_LENGTH = 100;

const newKey = z.object({ name: z.string(), role: z.enum(['read', 'write', 'admin', 'owner']).nullish() });

/** `/v0/api_keys`: makes, lists and removes keys of the caller's organization. All of it needs the role `write`. */
export function apiKeyRoutes(face: FastifyInstance, { catalog, logger }: FelderaFaceDeps): void {
  const options = { config: { access: writeRole } };
  face.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-cache');
  });

  face.get('/api_keys', options, async ({ caller }) => (await catalog.apiKeys.list(caller.reach)).map(itemOf));

  face.get('/api_keys/:name', options, async ({ caller, params }) => {
    const { name } = params as { readonly name: string };
    const key = await catalog.apiKeys.find(name, caller.reach);
    if (key === undefined) throw unknownKey(name);
    return [itemOf(key)];
  });

  face.post('/api_keys', options, async ({ body, caller }, reply) => {
    const { reach } = caller;
    if (reach.kind !== 'organization' && reach.kind !== 'project') throw new HearthError('internal');
    const { organizationId } = reach;
    const projectId = reach.kind === 'project' ? reach.projectId : undefined;
    const { name, role } = readBody(body, roleOfScopes(caller.scopes));
    const { key, secret } = await catalog.apiKeys.create({ name, role, organizationId, projectId });
    logger.info({ name, role, organizationId, projectId, who: describeCaller(caller) }, 'API key made');
    return reply.code(201).send({ id: key.id, name, api_key: secret } satisfies NewApiKeyItem);
  });

  face.delete('/api_keys/:name', options, async ({ caller, params }, reply) => {
    const { name } = params as { readonly name: string };
    if (!(await catalog.apiKeys.remove(name, caller.reach))) throw unknownKey(name);
    logger.info({ name, who: describeCaller(caller) }, 'API key removed');
    return reply.code(200).send();
  });
}

const itemOf = ({ id, name, role }: ApiKey): ApiKeyItem => ({ id, name, role });

/** @throws FelderaError, HearthError `invalid_request` */
function readBody(body: unknown, creator: Role): { readonly name: string; readonly role: 'read' | 'write' } {
  const read = newKey.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
    throw new HearthError('invalid_request', { message: `${where}: ${issue?.message ?? 'is not valid'}` });
  }
  const { name, role } = read.data;
  if (name === '') throw new FelderaError(400, 'EmptyName', 'Name cannot be empty');
  if (name.length > MAX_API_KEY_NAME_LENGTH) {
    const message = `Name '${name.slice(0, MAX_API_KEY_NAME_LENGTH)}...' is longer (${String(name.length)}) than the maximum allowed (${String(MAX_API_KEY_NAME_LENGTH)})`;
    throw new FelderaError(400, 'TooLongName', message, { length: name.length, maximum: MAX_API_KEY_NAME_LENGTH });
  }
  if (!/^[a-zA-Z0-9_-]+$/.test(name)) {
    const message = `Name '${name}' contains characters which are not lowercase (a-z), uppercase (A-Z), numbers (0-9), underscores (_) or hyphens (-)`;
    throw new FelderaError(400, 'NameDoesNotMatchPattern', message, { name });
  }
  if (role === 'admin' || role === 'owner') {
    if (exceeds(role, creator)) {
      const message = `The role '${role}' exceeds that of the caller, '${creator}'`;
      throw new FelderaError(403, 'RoleExceedsCreator', message, { requested: role, creator });
    }
    throw new FelderaError(403, 'OwnerAdminNotMintableAsApiKey', `An API key cannot have the role '${role}'`, { role });
  }
  return { name, role: role ?? 'read' };
}

const unknownKey = (name: string): FelderaError =>
  new FelderaError(404, 'UnknownApiKey', `Unknown API key '${name}'`, { name });
