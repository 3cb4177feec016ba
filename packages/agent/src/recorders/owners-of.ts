import { stat } from 'node:fs/promises';

/** Users of a recording, where they are known. */
export interface Owners {
  readonly targetUser: number | undefined;
  /** The agent's. */
  readonly ownUser: number | undefined;
}

/** A process that is gone has no owner any more. */
export async function ownersOf(pid: number): Promise<Owners> {
  const targetUser = await stat(`/proc/${pid}`).then(
    ({ uid }) => uid,
    () => undefined,
  );
  return { targetUser, ownUser: process.geteuid?.() };
}
