import type { JsonObject, JsonValue } from '../json-value.ts';

/** The images of a payload's `debug_meta`, as they were sent. */
export function imagesOf(debugMeta: JsonObject): readonly JsonValue[] {
  const images = debugMeta['images'];
  return Array.isArray(images) ? (images as readonly JsonValue[]) : [];
}

/** `debug_meta` as it is answered: its images when there are any, nothing else. */
export const debugMetaText = (images: readonly JsonValue[]): string =>
  images.length === 0 ? '{}' : `{"images":${JSON.stringify(images)}}`;
