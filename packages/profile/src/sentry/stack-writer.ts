import type { FrameIndex, StackIndex } from '../profile.ts';
import type { ProfileBuilder } from '../profile-builder.ts';
import { profileFrame } from './profile-frame.ts';
import { framesOfStack, type SentryRecording } from './sentry-recording.ts';

/** V8's name for a thread that has nothing to do; also what a sample without a stack becomes. */
const IDLE_FUNCTION = '(idle)';

/** Writes stacks of a recording, which are leaf first, into a profile's tree, each once. */
export class StackWriter {
  readonly #builder: ProfileBuilder;
  readonly #recording: SentryRecording;
  readonly #frames: (FrameIndex | undefined)[] = [];
  readonly #stacks = new Map<number, StackIndex>();

  constructor(builder: ProfileBuilder, recording: SentryRecording) {
    this.#builder = builder;
    this.#recording = recording;
  }

  /** Whether the profiler saw the thread doing nothing: no stack, or `(idle)` at its leaf. */
  isIdle(stack: number): boolean {
    const leaf = framesOfStack(this.#recording.stacks, stack)[0];
    return leaf === undefined || this.#recording.frames[leaf]!.function === IDLE_FUNCTION;
  }

  /** The stack in the profile; with `idle` it ends in `(idle)`. */
  write(stack: number, idle: boolean): StackIndex {
    const key = stack * 2 + Number(idle);
    const known = this.#stacks.get(key);
    if (known !== undefined) return known;
    const path = framesOfStack(this.#recording.stacks, stack);
    let node: StackIndex | -1 = -1;
    for (let at = path.length - 1; at >= 0; at--) node = this.#builder.stack(node, this.#frame(path[at]!));
    if ((idle && !this.isIdle(stack)) || node === -1) node = this.#builder.stack(node, this.#idleFrame());
    this.#stacks.set(key, node);
    return node;
  }

  #frame(index: number): FrameIndex {
    let frame = this.#frames[index];
    if (frame === undefined) {
      frame = profileFrame(this.#builder, this.#recording.frames[index]!);
      this.#frames[index] = frame;
    }
    return frame;
  }

  #idleFrame(): FrameIndex {
    return this.#builder.frame({ func: this.#builder.func({ name: IDLE_FUNCTION }), inApp: false });
  }
}
