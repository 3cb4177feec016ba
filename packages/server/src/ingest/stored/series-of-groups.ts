import type { LabelGroups } from '@hearth/profile';
import { Hash64 } from '../../store/derive/hash64.ts';
import { planSeries } from '../../store/derive/profile-plan.ts';
import { appScope, sortedLabels } from '../../store/derive/series-id.ts';
import type { DecodedProfile, ProjectId } from '../../store/upload.ts';

const TWO_32 = 4_294_967_296n;

/** The series of a profile by the groups of labels that its samples have, with the ids under which the store keeps them. */
export class SeriesOfGroups {
  /** Of the ids of the profile's app. */
  readonly scope: number;
  /** Decimal ids; the first is the profile's own. */
  readonly ids: string[] = [];
  readonly #profile: DecodedProfile;

  constructor(project: ProjectId, profile: DecodedProfile) {
    this.#profile = profile;
    this.scope = appScope(new Hash64(), project, profile.app);
    this.#place([]);
  }

  /** For each group of a part its place in {@link ids}, made as it is asked for. */
  placesOf({ groups }: LabelGroups): (group: number) => number {
    const places = new Map([[0, 0]]);
    return (group) => {
      const known = places.get(group);
      if (known !== undefined) return known;
      const place = this.#place(groups[group]!);
      places.set(group, place);
      return place;
    };
  }

  #place(labels: LabelGroups['groups'][number]): number {
    const { lo, hi } = planSeries(this.scope, this.#profile, sortedLabels(this.#profile.labels, labels));
    const id = String(BigInt(hi >>> 0) * TWO_32 + BigInt(lo >>> 0));
    const known = this.ids.indexOf(id);
    return known >= 0 ? known : this.ids.push(id) - 1;
  }
}
