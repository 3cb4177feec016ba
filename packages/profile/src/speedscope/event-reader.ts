import type { JsonBytes } from '../json/json-bytes.ts';
import { readMembers, readWord } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { StackSums, StackSumsOf } from './stack-sums.ts';

/** `O` opens a frame, `C` closes it. */
const MAX_KIND_BYTES = 16;

/**
 * The events of one evented profile: a frame is open from its `O` to its `C`, and the time between two events belongs to the stack
 * of what is open.
 *
 *     O main 0, O hash 2, C hash 5, C main 6     main 2 + 1, main;hash 3
 */
export class EventReader {
  readonly #sums: StackSumsOf;
  readonly #factor: number;
  readonly #profile: number;
  /** Frames and stacks that are open, outermost first. */
  readonly #frames: number[] = [];
  readonly #stacks: number[] = [];
  #last = Number.NEGATIVE_INFINITY;
  #events = 0;

  constructor(sums: StackSumsOf, factor: number, profile: number) {
    this.#sums = sums;
    this.#factor = factor;
    this.#profile = profile;
  }

  readEvents(json: JsonBytes): void {
    json.openArray();
    for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
      this.#sums.tick();
      let kind = '';
      let at = Number.NaN;
      let frame = -1;
      readMembers(json, {
        type: (member) => {
          kind = readWord(member, MAX_KIND_BYTES);
        },
        at: (member) => {
          at = member.readNumber();
        },
        frame: (member) => {
          frame = member.readNumber();
        },
      });
      this.#event(kind, at * this.#factor, frame);
      this.#events++;
    }
  }

  finish(): StackSums {
    if (this.#stacks.length > 0) throw this.#invalid(`leaves ${this.#stacks.length} frames open at its end`);
    return this.#sums.sums;
  }

  #event(kind: string, at: number, frame: number): void {
    // Rounded once, so that the parts of a frame add up to the whole.
    const now = Math.round(at);
    if (!Number.isSafeInteger(now)) throw this.#invalid(`has no time at event ${this.#events}`);
    if (now < this.#last) throw this.#invalid(`goes back in time at event ${this.#events}`);
    if (this.#stacks.length > 0 && now > this.#last) this.#sums.add(this.#stacks.at(-1)!, now - this.#last);
    this.#last = now;
    if (kind === 'O') {
      const stack = this.#sums.child(this.#stacks.at(-1) ?? -1, frame, this.#stacks.length + 1);
      this.#frames.push(frame);
      this.#stacks.push(stack);
    } else if (kind === 'C') {
      if (this.#frames.at(-1) !== frame) throw this.#invalid(`closes what is not innermost at event ${this.#events}`);
      this.#frames.pop();
      this.#stacks.pop();
    } else {
      throw this.#invalid(`neither opens nor closes a frame at event ${this.#events}`);
    }
  }

  #invalid(what: string): ProfileFormatError {
    return new ProfileFormatError('bad_events', `profile ${this.#profile} ${what}`);
  }
}
