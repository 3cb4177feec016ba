import type { Paint } from './flame-theme.ts';

/** Rectangles of one paint: left edge, upper edge and width of each, one after another. */
interface Boxes {
  readonly paint: Paint;
  places: Float32Array;
  length: number;
}

const FIRST_PLACES = 3 * 64;

/**
 * Rectangles of one height, collected by paint: setting a canvas's colour for each frame costs more than drawing it. Kept from picture
 * to picture, so that a frame of an animation takes no new memory.
 */
export class BoxBatch {
  readonly #known = new WeakMap<Paint, Boxes>();
  #used: Boxes[] = [];
  #last: Boxes | undefined;

  add(paint: Paint, x: number, y: number, width: number): void {
    const boxes = this.#last?.paint === paint ? this.#last : this.#boxesOf(paint);
    const at = boxes.length;
    if (at === boxes.places.length) {
      const grown = new Float32Array(2 * at);
      grown.set(boxes.places);
      boxes.places = grown;
    }
    boxes.places[at] = x;
    boxes.places[at + 1] = y;
    boxes.places[at + 2] = width;
    boxes.length = at + 3;
  }

  /** Draws and forgets them. */
  flush(context: CanvasRenderingContext2D, heightPx: number): void {
    for (const boxes of this.#used) {
      const { paint, places, length } = boxes;
      context.fillStyle = paint.fill;
      for (let at = 0; at < length; at += 3) context.fillRect(places[at]!, places[at + 1]!, places[at + 2]!, heightPx);
      boxes.length = 0;
    }
    this.#used = [];
    this.#last = undefined;
  }

  #boxesOf(paint: Paint): Boxes {
    let boxes = this.#known.get(paint);
    if (boxes === undefined) {
      boxes = { paint, places: new Float32Array(FIRST_PLACES), length: 0 };
      this.#known.set(paint, boxes);
    }
    if (boxes.length === 0) this.#used.push(boxes);
    this.#last = boxes;
    return boxes;
  }
}
