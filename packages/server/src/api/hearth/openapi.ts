import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { HearthInstance } from './hearth-instance.ts';
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
    handler: async () => withUploads(face.swagger()),
  });
}

function withUploads(document: object): object {
  const { path, operation } = uploadOperation;
  const paths: Readonly<Record<string, object>> = 'paths' in document ? (document.paths as Record<string, object>) : {};
  return { ...document, paths: { ...paths, [path]: { ...paths[path], post: operation } } };
}
