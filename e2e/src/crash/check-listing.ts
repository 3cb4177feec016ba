import type { HearthApi, ListedProfile } from '../harness/hearth-api.ts';
import type { Ledger } from './ledger.ts';
import type { UploadNumber, UploadPlan } from './upload-plan.ts';

/** A broken promise; the message says which. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** Most numbers that a message names. */
const NAMED = 10;

/**
 * Every acknowledged upload is listed once, under its app, and nothing is listed that was not sent.
 * Returns the upload of each profile id.
 *
 * @throws BrokenPromise
 */
export async function checkListing(
  api: HearthApi,
  plan: UploadPlan,
  ledger: Ledger,
): Promise<ReadonlyMap<string, UploadNumber>> {
  const listed = new Map<UploadNumber, ListedProfile>();
  const byId = new Map<string, UploadNumber>();
  const faults: string[] = [];
  for (const profile of await api.listProfiles('default')) {
    const number = plan.numberAt(profile.start);
    if (number < 0 || number >= ledger.sent) faults.push(`profile ${profile.id} at ${profile.start} was never sent`);
    else if (profile.app !== plan.app(number)) faults.push(`upload ${number} is listed under ${profile.app}`);
    if (listed.has(number)) faults.push(`upload ${number} is listed twice`);
    if (byId.has(profile.id)) faults.push(`profile ${profile.id} is listed twice`);
    listed.set(number, profile);
    byId.set(profile.id, number);
  }
  const lost = [...ledger.acknowledged].filter((number) => !listed.has(number));
  if (lost.length > 0) faults.push(`${lost.length} acknowledged uploads are lost: ${lost.slice(0, NAMED).join(', ')}`);
  if (faults.length > 0) throw new BrokenPromise(faults.slice(0, NAMED).join('\n'));
  return byId;
}
