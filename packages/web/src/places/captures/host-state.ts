import type { Host } from '../../api/capture-wire.ts';

/** Whether a host can be recorded, and why not. */
export interface HostReadiness {
  readonly isReady: boolean;
  /** A few words for the badge. */
  readonly word: string;
  /** One sentence that says what to do; '' when it can be recorded. */
  readonly reason: string;
}

export function readinessOf({ state, recorders, target }: Host): HostReadiness {
  if (state === 'gone') {
    return {
      isReady: false,
      word: 'offline',
      reason: 'Its agent went away. Start it again: it takes up where it was.',
    };
  }
  if (state === 'stale') {
    return {
      isReady: false,
      word: 'not answering',
      reason: 'Its agent says nothing. Is the machine overloaded or cut off?',
    };
  }
  if (target?.state === 'missing') {
    const reason = target.reason ?? 'Its agent finds no such process.';
    return {
      isReady: false,
      word: 'no process',
      reason: `${reason} Start the program, or tell the agent another one.`,
    };
  }
  if (recorders.every(({ usable }) => !usable)) {
    const why = recorders.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}: ${reason}`])).join(' ');
    return { isReady: false, word: 'no recorder', reason: why === '' ? 'Install samply or perf on the host.' : why };
  }
  return { isReady: true, word: 'ready', reason: '' };
}

/** The recorders that work, the preferred one first; its agent takes the one that knows the program's runtime best. */
export function recorderText({ recorders }: Host): string {
  const usable = recorders.filter((recorder) => recorder.usable);
  if (usable.length === 0) return 'no recorder';
  return usable.map(({ name, version }) => (version === null ? name : `${name} ${version}`)).join(', ');
}
