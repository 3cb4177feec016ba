import type { BodyKey } from '../../auth/call.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { Fields } from './fields.ts';

/** Longer than any address of a server. */
const MAX_DSN_LENGTH = 2000;
const PROJECT = /\/([0-9]{1,10})\/?$/;

/**
 * The key and project of the DSN in the header of an envelope, as SDKs put it there that send through a tunnel
 * (`{scheme}://{key}@{host}/{path}/{project}`); undefined without one.
 *
 * @throws HearthError `invalid_dsn`, which does not quote it
 */
export function dsnKeyOf({ dsn }: Fields): BodyKey | undefined {
  if (dsn === undefined || dsn === null) return undefined;
  if (typeof dsn !== 'string' || dsn.length > MAX_DSN_LENGTH || !URL.canParse(dsn))
    throw new HearthError('invalid_dsn');
  const { username, pathname } = new URL(dsn);
  const project = PROJECT.exec(pathname)?.[1];
  if (username === '' || project === undefined) throw new HearthError('invalid_dsn');
  return { key: username, project };
}
