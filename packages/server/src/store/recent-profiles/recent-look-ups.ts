import type { ProfilePlace } from '../readers/find-place.ts';
import type { ProfileSummary } from '../readers/profile-summary.ts';
import { RecentProfiles } from './recent-profiles.ts';
import { RecentReleases } from './recent-releases.ts';

/** What readers need not ask again. */
export class RecentLookUps {
  readonly profiles = new RecentProfiles<ProfileSummary>();
  readonly places = new RecentProfiles<ProfilePlace>();
  readonly releases = new RecentReleases();

  /** To be called when rows of `profiles` were dropped or replaced. */
  clear(): void {
    this.profiles.clear();
    this.places.clear();
    this.releases.clear();
  }
}
