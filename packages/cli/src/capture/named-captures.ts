import { CliError } from '../cli-error.ts';
import type { ApiClient } from '../client/api-client.ts';
import { exitCodes } from '../exit-code.ts';
import type { CaptureAnswer, CaptureListAnswer } from './capture-answer.ts';
import { capturePath } from './wait-for-captures.ts';

/** Which hosts of a pipeline a command means. */
export interface HostOptions {
  readonly ordinal?: number;
  readonly all?: boolean;
}

const CAPTURE_ID = /^[0-9a-f]{32}$/;

/**
 * The captures that a command line names: one by its id, else the newest of a pipeline's host in one of the states; of host 0
 * when no other is named.
 *
 * @throws CliError (not found) when there is none
 */
export async function namedCaptures(
  client: ApiClient,
  ref: string,
  { ordinal, all }: HostOptions,
  states?: readonly string[],
): Promise<readonly CaptureAnswer[]> {
  if (CAPTURE_ID.test(ref)) return [await client.get<CaptureAnswer>(capturePath(ref))];
  const ordinals = all === true ? await ordinalsOf(client, ref) : [ordinal ?? 0];
  const newest = ordinals.map(async (host) => {
    const query = { pipeline: ref, ordinal: host, state: states, limit: 1 };
    return (await client.get<CaptureListAnswer>('/api/v1/captures', query)).captures;
  });
  const captures = (await Promise.all(newest)).flat();
  if (captures.length > 0) return captures;
  const which = all === true ? 'any host' : `host ${ordinal ?? 0}`;
  throw new CliError(`There is no such capture of ${which} of ${ref}.`, {
    exitCode: exitCodes.notFound,
    code: 'capture_not_found',
    hint: `See \`hearth capture list ${ref}\`.`,
  });
}

async function ordinalsOf(client: ApiClient, pipeline: string): Promise<readonly number[]> {
  const { hosts } = await client.get<{ readonly hosts: number }>(`/api/v1/pipelines/${encodeURIComponent(pipeline)}`);
  return Array.from({ length: hosts }, (_, ordinal) => ordinal);
}
