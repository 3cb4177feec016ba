import { HearthError } from '../../errors/hearth-error.ts';
import { EngineRefusal, isOverload, refusalCodes } from '../client/engine-refusal.ts';

/** `refused`: the engine will not take it however often it is asked. `busy`: it was short of something. `gone`: no answer. */
export type Failure = 'refused' | 'busy' | 'gone';

export function failureOf(error: unknown): Failure {
  if (error instanceof EngineRefusal) return isOverload(error) ? 'busy' : 'refused';
  if (error instanceof HearthError && error.code === 'query_too_big') return 'busy';
  return 'gone';
}

/** What an uploader is told when its original could not be made durable. */
export function uploadErrorOf(error: unknown): HearthError {
  if (error instanceof EngineRefusal) {
    if (error.code === refusalCodes.notEnoughSpace) return new HearthError('disk_full', { cause: error });
    return new HearthError(isOverload(error) ? 'overloaded' : 'internal', { cause: error });
  }
  return new HearthError('engine_unavailable', { cause: error });
}
