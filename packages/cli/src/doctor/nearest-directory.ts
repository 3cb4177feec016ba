import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** The directory itself, or the closest one above it that exists. */
export async function nearestDirectory(path: string): Promise<string> {
  let at = resolve(path);
  for (;;) {
    try {
      await stat(at);
      return at;
    } catch {
      const above = dirname(at);
      if (above === at) return at;
      at = above;
    }
  }
}
