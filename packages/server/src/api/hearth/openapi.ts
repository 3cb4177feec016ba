import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { HearthInstance } from './hearth-instance.ts';

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
    transformObject: jsonSchemaTransformObject,
  });
}

/** `GET /openapi.json`: the document, without a credential, since it is the same in every copy of Hearth. */
export function openApiRoute(face: HearthInstance): void {
  face.get('/openapi.json', {
    config: { access: { kind: 'public' } },
    schema: { hide: true },
    handler: async () => face.swagger(),
  });
}
