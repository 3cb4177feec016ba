import type { DescribedApplication } from '../../query/applications.ts';
import { isUpsunProfileType } from './parse-profile-type.ts';
import type { ApplicationsResponse } from './schemas.ts';

/**
 * Types that the face's `profile_type` cannot name are left out: a client could do nothing with them. Objects are built
 * from entries, so that an app named `__proto__` is a key like any other.
 */
export function applicationsResponseOf(applications: readonly DescribedApplication[]): ApplicationsResponse {
  return {
    applications: Object.fromEntries(
      applications.map(({ app, types, languages }) => [
        app,
        {
          name: app,
          profile_types: Object.fromEntries(
            types
              .filter(({ name }) => isUpsunProfileType(name))
              .map(({ name, description, title, unit, aggregation }) => [
                name,
                { name, description, title, unit, aggregation },
              ]),
          ),
          languages: [...languages],
        },
      ]),
    ),
  };
}
