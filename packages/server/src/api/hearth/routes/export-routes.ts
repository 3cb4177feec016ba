import { type FileFormatName, WRITABLE_FORMATS } from '@hearth/profile';
import { z } from 'zod';
import { fromPath, type Locator } from '../../../auth/access.ts';
import { profileFileKey } from '../../../auth/file-links/linked-file.ts';
import { projectOf } from '../../../auth/register-auth.ts';
import { MAX_VALUE_LENGTH } from '../../../query/selector/selector.ts';
import { groupings } from '../../../query/tree/prefix-tree.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { inProject } from '../access.ts';
import { sendFile } from '../download.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { refOf } from '../parse-ref.ts';
import { linkQuery } from '../schemas/file-link.ts';
import { problems } from '../schemas/problem-schema.ts';
import { selectorBody, selectorOf } from '../schemas/selector.ts';
import { setFileHeaders } from '../signed-links.ts';

const tags = ['profiles'];
const format = z.enum(WRITABLE_FORMATS as readonly [FileFormatName, ...FileFormatName[]]);
const file = { description: 'The file.', content: { 'application/octet-stream': { schema: z.unknown() } } };

const [project, id] = [fromPath('project'), fromPath('id')];
/** A signed link opens the profile in the very format, and of the very type, that it was made for. */
const linked: Locator = (request) => {
  const { format: wanted, type } = request.query as Readonly<Record<string, unknown>>;
  return profileFileKey(project(request), id(request), wanted, type);
};

/** Profiles as files: single ones from their originals, selections merged. */
export function exportRoutes(face: HearthInstance, { questions, now = Date.now }: HearthFaceDeps): void {
  face.get('/projects/:project/profiles/:id/export', {
    config: { access: { kind: 'scope', anyOf: ['project:read'], project, linked } },
    schema: {
      tags,
      summary: 'Download a profile in another format',
      description:
        'Made of its original, whichever protocol it came in; 409 while no decoder reads it. Once that has expired, of the ' +
        'stacks of one type that are still stored: the header `hearth-made-of` says `original` or `stored values`. ' +
        "Firefox Profiler's format has threads in time where the profiler said when samples were. With a signed link a page of any " +
        'origin may read it, so that viewers open it.',
      params: z.object({ project: z.string(), id: z.string() }),
      querystring: z.strictObject({
        format,
        type: z
          .string()
          .min(1)
          .max(MAX_VALUE_LENGTH)
          .optional()
          .meta({ description: 'Which values, and of several attachments which; CPU time when it has any.' }),
        link: linkQuery,
      }),
      response: { 200: file, ...problems },
    },
    handler: async (request, reply) => {
      const { format: wanted, type } = request.query;
      const ref = refOf(request.params.id);
      const ask = askOfReply(reply);
      const choice = { format: wanted, type };
      const { profile, body, madeOf } = await questions.exportProfile(projectOf(request).id, ref, choice, ask);
      setFileHeaders(reply);
      reply.header('hearth-made-of', madeOf);
      return sendFile(reply, wanted, { name: [profile.app, profile.id], body });
    },
  });

  face.post('/projects/:project/export', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'Download a merged selection as a file',
      description:
        'The largest 100 000 nodes of its flame graph; what does not fit is in frames called `other`, and the header ' +
        '`hearth-omitted-nodes` says how many nodes that are.',
      params: z.object({ project: z.string() }),
      body: z.strictObject({
        selector: selectorBody,
        format,
        groupBy: z.enum(groupings).default('line').meta({ description: 'What frames are told apart by.' }),
      }),
      response: { 200: file, ...problems },
    },
    handler: async (request, reply) => {
      const { selector, format: wanted, groupBy } = request.body;
      const choice = { selector: selectorOf(selector, now()), format: wanted, grouping: groupBy };
      const exported = await questions.exportSelection(projectOf(request).id, choice, askOfReply(reply));
      reply.header('hearth-omitted-nodes', String(exported.omittedNodes));
      const { apps, type } = choice.selector;
      return sendFile(reply, wanted, { name: [apps?.length === 1 ? apps[0]! : 'apps', type], body: exported.body });
    },
  });
}
