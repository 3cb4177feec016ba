import { readColours } from '../read-colours.ts';

/** The flame graph on the screen; null where there is none, or nothing of it is drawn. */
export function shownCanvas(): HTMLCanvasElement | null {
  const canvas = document.querySelector<HTMLCanvasElement>('.flame canvas');
  return canvas === null || canvas.width === 0 || canvas.height === 0 ? null : canvas;
}

/** A canvas as a PNG, in all of the screen's pixels, on the surface that it lies on. @throws Error when the browser makes none */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const whole = document.createElement('canvas');
  [whole.width, whole.height] = [canvas.width, canvas.height];
  const context = whole.getContext('2d');
  if (context === null) throw new Error('This browser has no canvas.');
  context.fillStyle = readColours(['surface']).surface;
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(canvas, 0, 0);
  const picture = await new Promise<Blob | null>((resolve) => whole.toBlob(resolve));
  if (picture === null) throw new Error('This browser could not make a picture.');
  return picture;
}
