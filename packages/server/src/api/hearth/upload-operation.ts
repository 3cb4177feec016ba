import { READABLE_FORMATS } from '@hearth/profile';

const text = { type: 'string' } as const;

/**
 * How a file is pushed, for the OpenAPI document. The route itself is a way in and lives in `ingest/file`, which reads bytes and
 * no JSON; people look for it beside the other routes of a project's profiles.
 */
export const uploadOperation = {
  path: '/api/v1/projects/{project}/profiles',
  operation: {
    summary: `Push one file (${READABLE_FORMATS.join(', ')}); the whole body is the file, plain or compressed with gzip, zstd or lz4`,
    tags: ['profiles'],
    parameters: [
      { in: 'path', name: 'project', required: true, schema: text, description: 'Id, slug or key.' },
      { in: 'query', name: 'app', schema: text, description: 'Default: `unknown`.' },
      { in: 'query', name: 'environment', schema: text, description: "Default: the project's." },
      { in: 'query', name: 'release', schema: text },
      {
        in: 'query',
        name: 'start',
        schema: text,
        description: 'RFC 3339 or Unix seconds. Default: the time in the file.',
      },
      { in: 'query', name: 'end', schema: text, description: 'RFC 3339 or Unix seconds.' },
      {
        in: 'query',
        name: 'label',
        schema: { type: 'array', items: text },
        description: '`name:value`; may be given again.',
      },
    ],
    requestBody: {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    responses: {
      201: { description: 'Durable.', content: { 'application/json': { schema: pushed() } } },
      200: { description: 'The same file came before.', content: { 'application/json': { schema: pushed() } } },
      '4XX': problem('The upload is refused; nothing of it is kept.'),
      '5XX': problem('The server cannot take it; of a 503 come back after `Retry-After` seconds.'),
    },
  },
} as const;

function pushed() {
  return {
    type: 'object',
    properties: { id: { type: 'string', pattern: '^[0-9a-f]{32}$' }, duplicate: { type: 'boolean' } },
    required: ['id', 'duplicate'],
  } as const;
}

function problem(description: string) {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  } as const;
}
