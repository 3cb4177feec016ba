import { readFileSync } from 'node:fs';

/** Attachment -> `type/unit` as the client names it -> sum, zero included. */
type RecordedTotals = Readonly<Record<string, Readonly<Record<string, number>>>>;

const recorded = JSON.parse(
  readFileSync(new URL('../../../packages/server/fixtures/captures/totals.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, RecordedTotals>>;

/** Names under which the server keeps a type, where they differ from the client's. */
const keptNames: Readonly<Record<string, string>> = {
  sample: 'samples',
  'cpu-time': 'cpu',
  'alloc-samples': 'alloc_objects',
  'alloc-space': 'alloc_space',
  'heap-live-samples': 'inuse_objects',
  'heap-space': 'inuse_space',
};

/** Attachments from which no samples are made: dd-trace's list of runtime events. */
const eventLists: ReadonlySet<string> = new Set(['events.pprof']);

/** Of pyroscope-go, whose requests tell by the part `sample_type_config` alone. */
const lockProfiles: Readonly<Record<string, string>> = {
  'pyroscope-go/003': 'block.pprof',
  'pyroscope-go/004': 'mutex.pprof',
  'pyroscope-go/007': 'block.pprof',
  'pyroscope-go/008': 'mutex.pprof',
};

/** Sum by kept type name that one recorded upload adds to its app; empty for one that no decoder reads yet. */
export function expectedTotals(captureName: string): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const [attachment, types] of Object.entries(recorded[captureName] ?? {})) {
    if (eventLists.has(attachment)) continue;
    for (const [typeAndUnit, sum] of Object.entries(types)) {
      // Types that are zero throughout make nothing.
      if (sum === 0) continue;
      const name = keptName(lockProfiles[captureName] ?? attachment, typeAndUnit);
      totals.set(name, (totals.get(name) ?? 0n) + BigInt(sum));
    }
  }
  return totals;
}

/** Go's mutex and block profiles have types of the same names; only the file tells them apart. */
function keptName(attachment: string, typeAndUnit: string): string {
  const type = typeAndUnit.slice(0, typeAndUnit.indexOf('/'));
  const lock = /(?:^|-)(mutex|block)\.pprof$/.exec(attachment)?.[1];
  return lock === undefined ? (keptNames[type] ?? type) : `${lock}_${type}`;
}
