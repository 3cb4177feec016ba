import { type FrameText, framesById } from '../../store/readers/frames-by-id.ts';
import { decimalId } from '../../store/readers/id-list.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { PairIndex } from '../tree/pair-index.ts';

/** The names of some hundred thousand frames: what is shown of 40 apps. */
export const DEFAULT_NAME_BYTES = 64 * 1024 * 1024;
/** An object with four references and two numbers, and its place in the index. */
const ENTRY_BYTES = 120;
const BYTES_A_CHARACTER = 2;

/** A frame by the halves of its id. */
export interface FrameId {
  readonly lo: number;
  readonly hi: number;
}

interface AppNames {
  readonly ids: PairIndex;
  /** In the order of the index. */
  readonly texts: FrameText[];
  /** Files and modules repeat. */
  readonly strings: Map<string, string>;
  bytes: number;
}

/** Names of frames that were shown before, in memory; what an id stands for never changes. Those of apps unused for longest go. */
export class FrameNames {
  readonly #source: RowSource;
  readonly #budgetBytes: number;
  /** By project and app, in the order of their last use. */
  readonly #apps = new Map<string, AppNames>();

  constructor(source: RowSource, budgetBytes: number = DEFAULT_NAME_BYTES) {
    this.#source = source;
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    let sum = 0;
    for (const { bytes } of this.#apps.values()) sum += bytes;
    return sum;
  }

  /** Texts of frames of one app, in their order; undefined for one that is not stored any more. */
  async of(
    project: ProjectId,
    app: string,
    frames: readonly FrameId[],
    ask: Ask = {},
  ): Promise<readonly (FrameText | undefined)[]> {
    const names = this.#use(`${String(project)}/${app}`);
    const unknown = frames.filter(({ lo, hi }) => names.ids.find(lo, hi) < 0);
    const loaded =
      unknown.length === 0 ? undefined : await framesById(this.#source, project, app, unknown.map(decimalOf), ask);
    for (const frame of unknown) {
      const text = loaded?.get(decimalOf(frame));
      if (text !== undefined) add(names, frame, text);
    }
    const texts = frames.map(({ lo, hi }) => names.texts[names.ids.find(lo, hi)]);
    this.#forget(names);
    return texts;
  }

  #use(key: string): AppNames {
    const names = this.#apps.get(key) ?? { ids: new PairIndex(), texts: [], strings: new Map(), bytes: 0 };
    this.#apps.delete(key);
    this.#apps.set(key, names);
    return names;
  }

  /** An app that is too large by itself is read again next time. */
  #forget(inUse: AppNames): void {
    let { bytes } = this;
    for (const [key, names] of this.#apps) {
      if (bytes <= this.#budgetBytes) return;
      if (names === inUse && names.bytes <= this.#budgetBytes) continue;
      this.#apps.delete(key);
      bytes -= names.bytes;
    }
  }
}

function add(names: AppNames, { lo, hi }: FrameId, text: FrameText): void {
  // Another question may have brought it meanwhile.
  if (names.ids.find(lo, hi) >= 0) return;
  names.ids.add(lo, hi);
  names.texts.push({
    function: text.function,
    file: shared(names, text.file),
    line: text.line,
    module: shared(names, text.module),
    address: text.address,
    inApp: text.inApp,
  });
  names.bytes += ENTRY_BYTES + (text.function.length + text.address.length) * BYTES_A_CHARACTER;
}

function shared(names: AppNames, text: string): string {
  const known = names.strings.get(text);
  if (known !== undefined) return known;
  names.strings.set(text, text);
  names.bytes += ENTRY_BYTES + text.length * BYTES_A_CHARACTER;
  return text;
}

const decimalOf = ({ lo, hi }: FrameId): string => decimalId(lo, hi);
