import { z } from 'zod';
import type { IngestKey } from '../../../catalog/ingest-keys.ts';
import { dsnOf } from './dsn.ts';

/** A client key as Sentry's API shows one; the parts of Sentry that Hearth has no counterpart of are left out. */
export const clientKey = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string(),
  label: z.string(),
  public: z.string(),
  projectId: z.int(),
  isActive: z.boolean(),
  dateCreated: z.iso.datetime(),
  rateLimit: z.null(),
  dsn: z.strictObject({
    public: z.string(),
    /** Deprecated at Sentry. Keys have no secret half here, so it is the same address. */
    secret: z.string(),
  }),
});

export const clientKeyOf = (key: IngestKey, origin: string): z.infer<typeof clientKey> => {
  const dsn = dsnOf(origin, key.key, key.projectId);
  return {
    id: key.key,
    name: key.name,
    label: key.name,
    public: key.key,
    projectId: key.projectId,
    isActive: key.endedMs === undefined,
    dateCreated: new Date(key.createdMs).toISOString(),
    rateLimit: null,
    dsn: { public: dsn, secret: dsn },
  };
};
