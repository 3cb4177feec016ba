const HOUR_MS = 3_600_000;
/** Whole seconds of an event's window; fractions differ by client and stay. */
const windowField = /("(?:start|end)":\s*")(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})/g;

/**
 * Moves the window in an upload's event by whole hours (`hoursUntil`). The time in
 * the hour stays, so slots keep their borders; a client's uploads keep their distances when the hour does not change
 * between them.
 *
 * @param body multipart, with an event.json that is not compressed, as every client sends it
 */
export function shiftWindow(body: Buffer, hours: number): Buffer {
  const shifted = body.toString('latin1').replace(windowField, (_, before: string, time: string) => {
    const moved = new Date(Date.parse(`${time}Z`) + hours * HOUR_MS).toISOString();
    return before + moved.slice(0, time.length);
  });
  return Buffer.from(shifted, 'latin1');
}

/** Hours by which a recording has to move so that a window that ended at `recordedEndMs` ends within the last hour. */
export function hoursUntil(recordedEndMs: number, nowMs: number): number {
  return Math.floor((nowMs - recordedEndMs) / HOUR_MS);
}

/** Start and end of the window as the event says them. Throws when there is none. */
export function windowOf(body: Buffer): { readonly startMs: number; readonly endMs: number } {
  const text = body.toString('latin1');
  const at = (name: string): number => {
    const time = new RegExp(`"${name}":\\s*"([^"]+)"`).exec(text)?.[1];
    if (time === undefined) throw new Error(`the upload's event has no ${name}`);
    // Date reads three digits of a second; the store keeps milliseconds.
    return Date.parse(time.replace(/(\.\d{3})\d*/, '$1'));
  };
  return { startMs: at('start'), endMs: at('end') };
}
