import type { Scope } from '../catalog/scope.ts';
import { HearthError } from '../errors/hearth-error.ts';

/** The caller is known and lacks every scope that would do: `forbidden`, for faces that say what is lacking. */
export class MissingScopeError extends HearthError {
  readonly wanted: readonly Scope[];
  readonly held: ReadonlySet<Scope>;

  constructor(wanted: readonly Scope[], held: ReadonlySet<Scope>) {
    super('forbidden');
    this.wanted = wanted;
    this.held = held;
  }
}
