import { DictionaryColumn } from '../native/dictionary-column.ts';
import { MapColumn } from '../native/map-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { TextColumn } from '../native/text-column.ts';
import { WideColumn } from '../native/wide-column.ts';
import type { DecodedProfile } from '../upload.ts';

export class SeriesBlock {
  readonly #projectId = new NumberColumn('UInt32');
  readonly #app = new DictionaryColumn();
  readonly #seriesId = new WideColumn('UInt64');
  readonly #environment = new DictionaryColumn();
  readonly #release = new DictionaryColumn();
  readonly #runtime = new DictionaryColumn();
  readonly #runtimeVersion = new DictionaryColumn();
  readonly #runtimeArch = new DictionaryColumn();
  readonly #runtimeOs = new DictionaryColumn();
  readonly #probeVersion = new DictionaryColumn();
  readonly #host = new DictionaryColumn();
  readonly #labels = new MapColumn();
  readonly #labelsText = new TextColumn();
  readonly #expiresWeek = new NumberColumn('UInt16');

  readonly block = new TableBlock('series', {
    project_id: this.#projectId,
    app: this.#app,
    series_id: this.#seriesId,
    environment: this.#environment,
    release: this.#release,
    runtime: this.#runtime,
    runtime_version: this.#runtimeVersion,
    runtime_arch: this.#runtimeArch,
    runtime_os: this.#runtimeOs,
    probe_version: this.#probeVersion,
    host: this.#host,
    labels: this.#labels,
    labels_text: this.#labelsText,
    expires_week: this.#expiresWeek,
  });

  add(
    projectId: number,
    profile: DecodedProfile,
    labels: readonly (readonly [string, string])[],
    lo: number,
    hi: number,
    expiresWeek: number,
  ): void {
    const { facets } = profile;
    this.#projectId.push(projectId);
    this.#app.push(profile.app);
    this.#seriesId.pushHalves(lo, hi);
    this.#environment.push(profile.environment);
    this.#release.push(profile.release);
    this.#runtime.push(facets.runtime);
    this.#runtimeVersion.push(facets.runtimeVersion);
    this.#runtimeArch.push(facets.runtimeArch);
    this.#runtimeOs.push(facets.runtimeOs);
    this.#probeVersion.push(facets.probeVersion);
    this.#host.push(facets.host);
    this.#labels.push(labels);
    this.#labelsText.push(JSON.stringify(labels));
    this.#expiresWeek.push(expiresWeek);
  }
}
