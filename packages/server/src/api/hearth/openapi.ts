import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { NDJSON } from './answer-with-progress.ts';
import type { HearthInstance } from './hearth-instance.ts';
import { operationIdOf } from './operation-id.ts';
import { uploadOperation } from './upload-operation.ts';

/** Collects the routes that are registered on the face after it, and no others: nothing outside is ours to describe. */
export async function collectOpenApi(face: FastifyInstance, version: string): Promise<void> {
  await face.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hearth',
        version,
        description:
          'Profiles of any profiler, from one store. Times are RFC 3339 in UTC; errors are RFC 9457 problems.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject,
  });
}

/** Each named shape is made twice, as parameter and as answer; the one that no route uses only confuses readers. */
const transformObject: typeof jsonSchemaTransformObject = (input) => {
  const document = jsonSchemaTransformObject(input);
  if (!('components' in document) || document.components?.schemas === undefined) return document;
  const { schemas } = document.components;
  const isUnused = (name: string): boolean => !JSON.stringify(document).includes(`"#/components/schemas/${name}"`);
  // One that is gone may have been the only one to name another.
  for (let unused = Object.keys(schemas).filter(isUnused); unused.length > 0; ) {
    for (const name of unused) delete schemas[name];
    unused = Object.keys(schemas).filter(isUnused);
  }
  return document;
};

/** `GET /openapi.json`: the document, without a credential, since it is the same in every copy of Hearth. */
export function openApiRoute(face: HearthInstance): void {
  face.get('/openapi.json', {
    config: { access: { kind: 'public' } },
    schema: { hide: true },
    handler: async () => withOperationIds(withUploads(withLines(face.swagger()))),
  });
}

const LINES = {
  schema: { type: 'string' },
  example: '{"progress":{"rowsRead":1200,"rowsToRead":90000,"elapsedMs":512}}\n{"answer":{}}\n',
} as const;

interface Described {
  readonly tags?: readonly string[];
  readonly responses?: Readonly<Record<string, { readonly content?: object }>>;
}

/** Every question can be answered in lines; what the last one holds is described as JSON beside it. */
function withLines(document: object): object {
  const described = (operation: Described): Described => {
    const answer = operation.responses?.['200'];
    if (operation.tags?.includes('questions') !== true || answer?.content === undefined) return operation;
    const content = { ...answer.content, [NDJSON]: LINES };
    return { ...operation, responses: { ...operation.responses, 200: { ...answer, content } } };
  };
  const paths: Readonly<Record<string, Readonly<Record<string, Described>>>> =
    'paths' in document ? (document.paths as Record<string, Record<string, Described>>) : {};
  const all = Object.entries(paths).map(([path, operations]) => [
    path,
    Object.fromEntries(Object.entries(operations).map(([method, operation]) => [method, described(operation)])),
  ]);
  return { ...document, paths: Object.fromEntries(all) as object };
}

function withUploads(document: object): object {
  const { path, operation } = uploadOperation;
  const paths: Readonly<Record<string, object>> = 'paths' in document ? (document.paths as Record<string, object>) : {};
  return { ...document, paths: { ...paths, [path]: { ...paths[path], post: operation } } };
}

function withOperationIds(document: object): object {
  const paths: Readonly<Record<string, object>> = 'paths' in document ? (document.paths as Record<string, object>) : {};
  const all = Object.entries(paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]: [string, object]) => [
        method,
        { operationId: operationIdOf(method, path), ...operation },
      ]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(all) as object };
}
