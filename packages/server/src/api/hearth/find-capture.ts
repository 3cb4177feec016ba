import type { Caller } from '../../auth/caller.ts';
import type { Capture } from '../../catalog/captures/capture.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Pipeline } from '../../catalog/pipelines/pipeline.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CaptureDesk } from './hearth-face-deps.ts';

/** Throws `capture_not_found` alike for one that does not exist and one that the caller may not see. */
export async function captureWithin(captures: CaptureDesk, id: string, { reach }: Caller): Promise<Capture> {
  const capture = await captures.find(id, reach);
  if (capture === undefined) throw new HearthError('capture_not_found');
  return capture;
}

/** By name or uuid. Throws `pipeline_not_found` alike for one that does not exist and one that the caller may not see. */
export async function pipelineWithin({ pipelines }: Catalog, ref: string, { reach }: Caller): Promise<Pipeline> {
  const pipeline = await pipelines.find(ref, reach);
  if (pipeline === undefined) throw new HearthError('pipeline_not_found');
  return pipeline;
}
