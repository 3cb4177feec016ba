import { randomBytes } from 'node:crypto';
import type { HearthApi } from '../harness/hearth-api.ts';
import { type Scope, scopes } from './routes.ts';

export interface Caller {
  readonly name: string;
  /** Value of `Authorization`; undefined for nobody. */
  readonly authorization: string | undefined;
  /** What it may do; undefined for one who is nobody here. */
  readonly scope: Scope | undefined;
  /** Where: everything, or one project. */
  readonly reach: 'all' | 'default' | 'shop';
}

const nobody = (name: string, authorization: string | undefined): Caller => ({
  name,
  authorization,
  scope: undefined,
  reach: 'all',
});

/** Nobody, those with a wrong token, and a token of each scope: for everything, for `default`, and for `shop`. */
export async function makeCallers(api: HearthApi): Promise<readonly Caller[]> {
  const callers: Caller[] = [
    nobody('nobody', undefined),
    nobody('a wrong token', `Bearer hearth_${randomBytes(20).toString('hex')}`),
    nobody('a token of another form', 'Bearer not-a-token'),
    nobody('an empty token', 'Bearer '),
    nobody('an unknown scheme', 'Negotiate abc'),
  ];
  for (const scope of scopes) {
    for (const reach of ['all', 'default', 'shop'] as const) {
      if (scope.startsWith('org:') && reach !== 'all') continue;
      const project = reach === 'all' ? {} : { project: reach };
      const { token } = await api.post<{ token: string }>('/api/v1/tokens', {
        name: `${scope} ${reach}`,
        scopes: [scope],
        ...project,
      });
      callers.push({ name: `${scope} for ${reach}`, authorization: `Bearer ${token}`, scope, reach });
    }
  }
  return callers;
}
