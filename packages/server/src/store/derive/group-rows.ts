import type { StoredUpload } from '../groups/stored-upload.ts';
import type { TableBlock } from '../native/table-block.ts';
import type { TouchedHour } from '../rollups/rolled-hours.ts';
import { FramesBlock } from '../tables/frames-block.ts';
import { NodesBlock } from '../tables/nodes-block.ts';
import { ProfilesBlock } from '../tables/profiles-block.ts';
import { SamplesBlock } from '../tables/samples-block.ts';
import { SeriesBlock } from '../tables/series-block.ts';
import { SpansBlock } from '../tables/spans-block.ts';
import type { FactTable, StoreTable } from '../tables/table-name.ts';
import { TotalsBlock } from '../tables/totals-block.ts';
import type { DecodedProfile, DecodedSpan } from '../upload.ts';
import { expiryWeek } from './expiry-week.ts';
import { frameContent } from './frame-ids.ts';
import { type IdState, IdTable } from './id-table.ts';
import type { KnownIds } from './known-ids.ts';
import { type NodeIds, nodeCheck, nodeIds } from './node-ids.ts';
import type { PlannedKind, PlannedPart, PlannedSeries, ProfilePlan } from './profile-plan.ts';

const HOUR_MS = 3_600_000;

/** Rows of each fact table. */
export type RowCounts = Readonly<Record<FactTable, number>>;

/** The rows that a group of uploads (or a part of one) comes to, under construction. */
export class GroupRows {
  readonly #known: KnownIds;
  readonly #frames = new FramesBlock();
  readonly #nodes = new NodesBlock();
  readonly #series = new SeriesBlock();
  readonly #samples = new SamplesBlock();
  readonly #totals = new TotalsBlock();
  readonly #spans = new SpansBlock();
  readonly #profiles = new ProfilesBlock();
  readonly #sent = new Map<string, IdTable>();
  readonly #hours = new Map<string, TouchedHour>();
  #collisions = 0;

  /** @param known what the engine has already and need not be sent; an empty one for a rebuild */
  constructor(known: KnownIds) {
    this.#known = known;
  }

  /** Ids with other content than was sent under them before. */
  get collisions(): number {
    return this.#collisions;
  }

  /** What these rows introduce, by app; to be given to `KnownIds` once they are durable. */
  get sent(): ReadonlyMap<string, IdTable> {
    return this.#sent;
  }

  /** Hours of apps that these rows belong to. */
  get hours(): Iterable<TouchedHour> {
    return this.#hours.values();
  }

  get counts(): RowCounts {
    return {
      samples: this.#samples.rows,
      totals: this.#totals.block.rows,
      spans: this.#spans.block.rows,
      profiles: this.#profiles.block.rows,
    };
  }

  /** In the order in which they must become durable; empty ones are left out. */
  blocks(): readonly TableBlock<StoreTable>[] {
    const blocks: readonly TableBlock<StoreTable>[] = [
      this.#frames.block,
      this.#nodes.block,
      this.#series.block,
      this.#samples.block,
      this.#totals.block,
      this.#spans.block,
      this.#profiles.block,
    ];
    return blocks.filter(({ rows }) => rows > 0);
  }

  /** Gives up the memory of all rows, once they are in the tables. Nothing can be added or written afterwards. */
  release(): void {
    for (const block of this.blocks()) block.release();
  }

  /**
   * Adds the profiles of an upload. `plans[i]` is of its i-th profile.
   * @param isWanted leaves profiles out; a rebuild takes one day at a time
   */
  add(
    groupId: number,
    upload: StoredUpload,
    plans: readonly ProfilePlan[],
    isWanted: (profile: DecodedProfile) => boolean = () => true,
  ): void {
    for (const [index, plan] of plans.entries()) {
      if (!isWanted(plan.profile)) continue;
      this.#touch(upload.projectId, plan.profile);
      this.#addProfile(groupId, upload, plan);
      this.#profiles.add({
        upload,
        profile: plan.profile,
        id: upload.profileIds[index]!,
        numericId: upload.numericIds[index]!,
        kinds: plan.kinds,
        types: plan.types,
        seriesLo: plan.series.lo,
        seriesHi: plan.series.hi,
        sampleCount: plan.sampleCount,
        traceMarks: plan.traceMarks,
        groupId,
      });
    }
  }

  /** Adds the spans of an upload. */
  addSpans(groupId: number, upload: StoredUpload, spans: readonly DecodedSpan[]): void {
    for (const span of spans) this.#spans.add(groupId, upload, span);
  }

  #touch(projectId: number, { app, startMs }: DecodedProfile): void {
    const hour = Math.floor(startMs / HOUR_MS);
    const key = `${projectId}/${hour}/${app}`;
    if (!this.#hours.has(key)) this.#hours.set(key, { projectId, app, hour });
  }

  #addProfile(groupId: number, upload: StoredUpload, plan: ProfilePlan): void {
    const { profile } = plan;
    const week = expiryWeek(profile.startMs, upload.keepDays.derived);
    const context: AppContext = {
      projectId: upload.projectId,
      app: profile.app,
      week,
      ...this.#tablesOf(`${upload.projectId}/${profile.app}`),
    };
    this.#addSeries(context, plan, plan.series);
    const counted = new Set<string>();
    for (const part of plan.parts) {
      for (const series of part.series) if (series !== plan.series) this.#addSeries(context, plan, series);
      const nodes = nodeIds(part.profile.stacks, part.frames, part.scope);
      this.#addNodes(context, part, nodes);
      for (const kind of part.kinds) {
        this.#addSamples(groupId, upload, plan, part, nodes, kind);
        this.#addTotals(groupId, upload, plan, part, kind, counted);
      }
    }
  }

  #addSeries(context: AppContext, { profile }: ProfilePlan, { labels, lo, hi, check }: PlannedSeries): void {
    if (this.#introduce(context, lo, hi, check) === 'known') return;
    this.#series.add(context.projectId, profile, labels, lo, hi, context.week);
  }

  /**
   * Sends the nodes of the stacks that carry values, and their frames. From the leaf up to the first node that is known: it was sent
   * with all of its ancestors, so in a settled app one look-up per leaf is all there is.
   */
  #addNodes(context: AppContext, { profile, frames, kinds }: PlannedPart, nodes: NodeIds): void {
    const { parent, frame } = profile.stacks;
    let added = 0;
    for (const { rows } of kinds) {
      for (let row = 0; row < rows.length; row++) {
        for (let stack = rows.stack[row]!; stack >= 0; added++) {
          const above = parent[stack]!;
          const own = frame[stack]!;
          const check = nodeCheck(nodes, frames, above, own);
          if (this.#introduce(context, nodes.lo[stack]!, nodes.hi[stack]!, check) === 'known') break;
          this.#nodes.nodeId.pushHalves(nodes.lo[stack]!, nodes.hi[stack]!);
          this.#nodes.parentId.pushHalves(above < 0 ? 0 : nodes.lo[above]!, above < 0 ? 0 : nodes.hi[above]!);
          this.#nodes.frameId.pushHalves(frames.lo[own]!, frames.hi[own]!);
          if (this.#introduce(context, frames.lo[own]!, frames.hi[own]!, frames.check[own]!) !== 'known') {
            const content = frameContent(profile, own);
            this.#frames.add(context.projectId, context.app, frames.lo[own]!, frames.hi[own]!, content, context.week);
          }
          stack = above;
        }
      }
    }
    this.#nodes.fill(context.projectId, context.app, context.week, added);
  }

  #tablesOf(key: string): Pick<AppContext, 'known' | 'sent'> {
    let sent = this.#sent.get(key);
    if (sent === undefined) {
      sent = new IdTable();
      this.#sent.set(key, sent);
    }
    return { known: this.#known.of(key), sent };
  }

  /** Whether an id has to be sent; when it has, it counts as sent from now on. */
  #introduce({ known, sent, week }: AppContext, lo: number, hi: number, check: number): IdState {
    let state: IdState = known === undefined ? 'unknown' : known.find(lo, hi, check, week);
    if (state === 'unknown') state = sent.find(lo, hi, check, week);
    if (state === 'collision') this.#collisions += 1;
    else if (state === 'unknown') sent.add(lo, hi, check, week);
    return state;
  }

  #addSamples(
    groupId: number,
    upload: StoredUpload,
    plan: ProfilePlan,
    { series }: PlannedPart,
    nodes: NodeIds,
    { kind, rows }: PlannedKind,
  ): void {
    const { nodeId, seriesId, values } = this.#samples;
    const { profile } = plan;
    this.#samples.fill(
      {
        projectId: upload.projectId,
        app: profile.app,
        kind: kind.id,
        startMs: profile.startMs,
        keepDays: upload.keepDays.derived,
        groupId,
      },
      rows.length,
    );
    for (let row = 0; row < rows.length; row++) {
      const stack = rows.stack[row]!;
      const { lo, hi } = series[rows.group[row]!]!;
      if (stack < 0) nodeId.pushHalves(0, 0);
      else nodeId.pushHalves(nodes.lo[stack]!, nodes.hi[stack]!);
      seriesId.pushHalves(lo, hi);
    }
    for (const [index, column] of values.entries()) {
      const source = rows.values[index];
      if (source === undefined) column.fill(0, rows.length);
      else for (let row = 0; row < rows.length; row++) column.push(source[row]!);
    }
  }

  /**
   * One row of a profile and type stands for the profile, so that adding up tells their number: the first. A type without any value has a
   * row all the same, of the profile's own series.
   * @param counted types that have that row
   */
  #addTotals(
    groupId: number,
    upload: StoredUpload,
    plan: ProfilePlan,
    { series }: PlannedPart,
    { kind, rows, totals }: PlannedKind,
    counted: Set<string>,
  ): void {
    const present = new Uint8Array(series.length);
    for (let row = 0; row < rows.length; row++) present[rows.group[row]!] = 1;
    if (rows.length === 0) present[0] = 1;
    for (const [column, { type }] of kind.columns.entries()) {
      const name = `${type.type}:${type.unit}`;
      for (const [group, { lo, hi }] of series.entries()) {
        if (present[group] === 0) continue;
        this.#totals.add({
          projectId: upload.projectId,
          app: plan.profile.app,
          type,
          startMs: plan.profile.startMs,
          seriesLo: lo,
          seriesHi: hi,
          value: totals[column]![group]!,
          isCounted: !counted.has(name),
          keepDays: upload.keepDays.derived,
          groupId,
        });
        counted.add(name);
      }
    }
  }
}

interface AppContext {
  readonly projectId: number;
  readonly app: string;
  readonly week: number;
  readonly known: IdTable | undefined;
  readonly sent: IdTable;
}
