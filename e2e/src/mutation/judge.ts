import type { HearthApi } from '../harness/hearth-api.ts';
import type { Tally } from './tally.ts';

/** Growth from the second quarter of a run to its last that is still level: garbage and merges come and go. */
const LEVEL_BYTES = 128 * 2 ** 20;
/** Reasons for parts of accepted uploads, which are answered 2xx. */
const partialReasons =
  /^(?:malformed_tag|missing_attachment|duplicate_id|profiling_.+|invalid_(?:span|transaction)|too_many_spans|span_out_of_range|client_.+|rejected_.+)$/;
/** Of whole uploads; others count what they held beside. */
const acceptedReasons: ReadonlySet<string> = new Set(['', 'nothing_to_keep']);

/** Holds the answers against the server's own counters, and the memory against itself. Returns what is wrong. */
export async function judge(tally: Tally, api: HearthApi): Promise<readonly string[]> {
  return [...(await compareCounters(tally, api)), ...compareMemory(tally.residentBytes)];
}

async function compareCounters(tally: Tally, api: HearthApi): Promise<string[]> {
  const faults: string[] = [];
  const counters = uploadCounters((await api.ask('/metrics')).text);
  const refused = new Map([...counters.dropped].filter(([reason]) => tally.byCode.has(reason)));
  for (const [code, count] of tally.byCode) {
    if (code === 'none') faults.push(`${count} refusals carried no code`);
    else if (refused.get(code) !== count) faults.push(`${code}: ${count} answered, ${refused.get(code) ?? 0} counted`);
  }
  const unknown = [...counters.dropped.keys()].filter(
    (reason) => !tally.byCode.has(reason) && !partialReasons.test(reason) && reason !== 'overloaded',
  );
  if (unknown.length > 0) faults.push(`counted, but never answered: ${unknown.join(', ')}`);
  const taken = counters.accepted + counters.duplicates + (counters.dropped.get('duplicate_id') ?? 0);
  if (taken !== tally.accepted) faults.push(`${tally.accepted} were taken, ${taken} counted as such`);
  return faults;
}

interface UploadCounters {
  readonly accepted: number;
  readonly duplicates: number;
  readonly dropped: ReadonlyMap<string, number>;
}

/** `hearth_ingest_uploads_total` by outcome and reason, over all sources. */
function uploadCounters(metrics: string): UploadCounters {
  let accepted = 0;
  let duplicates = 0;
  const dropped = new Map<string, number>();
  for (const [, labels = '', value = '0'] of metrics.matchAll(/^hearth_ingest_uploads_total\{([^}]*)\} (\d+)$/gm)) {
    const label = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
    const reason = label('reason');
    if (label('outcome') === 'accepted') accepted += acceptedReasons.has(reason) ? Number(value) : 0;
    else if (label('outcome') === 'duplicate') duplicates += Number(value);
    else dropped.set(reason, (dropped.get(reason) ?? 0) + Number(value));
  }
  return { accepted, duplicates, dropped };
}

function compareMemory(measured: readonly number[]): string[] {
  const quarter = Math.floor(measured.length / 4);
  if (quarter === 0) return [];
  const mean = (part: readonly number[]): number => part.reduce((sum, bytes) => sum + bytes, 0) / part.length;
  const growth = mean(measured.slice(-quarter)) - mean(measured.slice(quarter, 2 * quarter));
  return growth > LEVEL_BYTES ? [`memory grew by ${(growth / 2 ** 20).toFixed(0)} MB over the run`] : [];
}
