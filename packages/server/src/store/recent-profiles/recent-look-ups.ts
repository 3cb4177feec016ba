import { RecentProfiles } from './recent-profiles.ts';
import { RecentReleases } from './recent-releases.ts';

/** What readers need not ask again. */
export class RecentLookUps {
  readonly profiles = new RecentProfiles();
  readonly releases = new RecentReleases();

  /** To be called when rows of `profiles` were dropped or replaced. */
  clear(): void {
    this.profiles.clear();
    this.releases.clear();
  }
}
