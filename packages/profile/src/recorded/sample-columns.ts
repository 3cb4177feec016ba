import { GrowableFloat64 } from '../growable-float64.ts';
import { GrowableInt32 } from '../growable-int32.ts';
import type { ThreadSamples } from './recorded-threads.ts';

/** Collects the samples of one thread. */
export class SampleColumns {
  readonly #timeMs = new GrowableFloat64();
  readonly #durationMs = new GrowableFloat64();
  readonly #stack = new GrowableInt32();
  readonly #value = new GrowableFloat64();

  add(timeMs: number, durationMs: number, stack: number, value: number): void {
    this.#timeMs.push(timeMs);
    this.#durationMs.push(durationMs);
    this.addWithoutTime(stack, value);
  }

  addWithoutTime(stack: number, value: number): void {
    this.#stack.push(stack);
    this.#value.push(value);
  }

  finish(): ThreadSamples {
    return {
      length: this.#stack.length,
      timeMs: this.#timeMs.toFloat64(),
      durationMs: this.#durationMs.toFloat64(),
      stack: this.#stack.toInt32(),
      value: this.#value.toFloat64(),
    };
  }
}
