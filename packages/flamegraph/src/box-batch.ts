import type { Paint } from './flame-theme.ts';

/**
 * Rectangles of one height, collected by paint: setting a canvas's colour for each frame costs more than drawing it.
 */
export class BoxBatch {
  /** Left edge, upper edge and width of each, one after another. */
  readonly #boxes = new Map<Paint, number[]>();

  add(paint: Paint, x: number, y: number, width: number): void {
    let boxes = this.#boxes.get(paint);
    if (boxes === undefined) {
      boxes = [];
      this.#boxes.set(paint, boxes);
    }
    boxes.push(x, y, width);
  }

  /** Draws and forgets them. */
  flush(context: CanvasRenderingContext2D, heightPx: number): void {
    for (const [paint, boxes] of this.#boxes) {
      if (boxes.length === 0) continue;
      context.fillStyle = paint.fill;
      for (let at = 0; at < boxes.length; at += 3)
        context.fillRect(boxes[at]!, boxes[at + 1]!, boxes[at + 2]!, heightPx);
      boxes.length = 0;
    }
  }
}
