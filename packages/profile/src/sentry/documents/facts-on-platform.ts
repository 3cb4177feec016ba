import type { JsonObject, JsonValue } from '../json-value.ts';
import type { StoredFacts } from './stored-facts.ts';

/** Projects have no platform of their own in the store: a release's are said to have that of the profile. */
export function factsOnPlatform(facts: StoredFacts, platform: string): StoredFacts {
  const { release } = facts;
  const projects = release?.['projects'];
  if (release === null || !Array.isArray(projects)) return facts;
  const onPlatform = (projects as readonly JsonValue[]).map((project) => ({
    ...(project as JsonObject),
    platform,
    platforms: [platform],
  }));
  return { ...facts, release: { ...release, projects: onPlatform } };
}
