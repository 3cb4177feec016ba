import { functionOf } from '../formats/function-of.ts';
import type { Profile } from '../profile.ts';

/** A frame as speedscope writes one. */
interface FrameRow {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

/**
 * The table of frames. Speedscope tells functions apart by their row, so a function has one, however many of its lines and
 * addresses were seen: with its place where all of them have the same, else with its first line as far as that is known.
 */
export class FrameRows {
  readonly all: readonly FrameRow[];
  /** Row of each frame of the profile. */
  readonly ofFrame: Uint32Array;

  constructor(profile: Profile) {
    const { frames, functions, strings } = profile;
    const all: FrameRow[] = [];
    const known = new Map<string, number>();
    const placeOf = placesOf(profile);
    this.ofFrame = new Uint32Array(frames.length);
    for (let frame = 0; frame < frames.length; frame++) {
      const { name } = functionOf(profile, frame);
      const func = frames.func[frame]!;
      const file = func < 0 ? '' : strings[functions.file[func]!]!;
      const { line, column } = func < 0 ? UNKNOWN : placeOf[func]!;
      const key = JSON.stringify([name, file, line, column]);
      let row = known.get(key);
      if (row === undefined) {
        row =
          all.push({
            name,
            ...(file === '' ? {} : { file }),
            ...(line === 0 ? {} : { line }),
            ...(column === 0 ? {} : { col: column }),
          }) - 1;
        known.set(key, row);
      }
      this.ofFrame[frame] = row;
    }
    this.all = all;
  }
}

interface Place {
  readonly line: number;
  readonly column: number;
}

const UNKNOWN: Place = { line: 0, column: 0 };

/** The one place of all frames of each function; where they differ, its first line. */
function placesOf({ frames, functions }: Profile): readonly Place[] {
  const places: (Place | undefined)[] = Array.from({ length: functions.length });
  const differs = new Uint8Array(functions.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const func = frames.func[frame]!;
    if (func < 0) continue;
    const own = { line: frames.line[frame]!, column: frames.column[frame]! };
    const known = places[func];
    if (known === undefined) places[func] = own;
    else if (known.line !== own.line || known.column !== own.column) differs[func] = 1;
  }
  return places.map((place, func) => {
    if (place !== undefined && differs[func] === 0 && place.line > 0) return place;
    return { line: functions.startLine[func]!, column: 0 };
  });
}
