import type { EnvelopeItem } from '../envelope.ts';
import { isKeptChunk, type KeptProfile, readKeptItem } from '../read-kept-item.ts';
import type { SentryChunk, UndecodedSentryChunk } from '../sentry-chunk.ts';
import { chunkText } from './chunk-text.ts';
import { factsOnPlatform } from './facts-on-platform.ts';
import { legacyChunkText, legacyProfileText } from './legacy-text.ts';
import { mergeChunks } from './merge-chunks.ts';
import type { SampleWindow } from './merge-recordings.ts';
import { retrievedChunk, retrievedSlice } from './retrieved-chunks.ts';
import { retrievedProfile } from './retrieved-profile.ts';
import type { DocumentSpan, StoredFacts, StoredRuntime } from './stored-facts.ts';

/** A profile or chunk that is kept, with what the store knows of it. Plain values, so that it can go to another thread. */
export interface KeptItem {
  readonly item: EnvelopeItem;
  /** Of its row in the store, Unix milliseconds. */
  readonly startMs: number;
  readonly facts: StoredFacts;
  readonly runtime: StoredRuntime;
}

/** Which document is made of kept items. */
export type KeptDocumentKind =
  /** *Retrieve a profile* of one item, with its transaction's span when one is known. */
  | { readonly kind: 'whole'; readonly span: DocumentSpan | undefined }
  /** The same for the part of a session that belongs to a span. */
  | { readonly kind: 'slice'; readonly span: DocumentSpan }
  /** `profiling/chunks/`. */
  | { readonly kind: 'session'; readonly window: SampleWindow };

/** JSON, as text or in UTF-8. */
export type JsonDocument = string | Uint8Array;

/**
 * Reads kept items and writes their document.
 * @param items newest first
 * @returns undefined when there is nothing to show: no item, or no sample in the slice
 * @throws ProfileFormatError, SentryDropError
 */
export function keptDocument(items: readonly KeptItem[], kind: KeptDocumentKind): JsonDocument | undefined {
  if (kind.kind === 'whole') {
    const [kept] = items;
    return kept && wholeDocument(readKeptItem(kept.item, kept.startMs), kept, kind.span);
  }
  return sessionDocument(
    items.map((kept) => ({ ...kept, read: readKeptItem(kept.item, kept.startMs) })),
    kind,
  );
}

/** *Retrieve a profile* for an item that was read already. */
export function wholeDocument(
  read: KeptProfile,
  { facts, runtime }: Pick<KeptItem, 'facts' | 'runtime'>,
  span: DocumentSpan | undefined,
): JsonDocument {
  const stored = factsOnPlatform(facts, read.platform);
  if (isKeptChunk(read)) {
    return read.state === 'decoded' ? retrievedChunk(read, stored, runtime) : legacyChunkText(read, stored);
  }
  return read.state === 'decoded' ? retrievedProfile(read, stored, span) : legacyProfileText(read, stored);
}

interface ReadItem extends KeptItem {
  readonly read: KeptProfile;
}

function sessionDocument(
  items: readonly ReadItem[],
  kind: Exclude<KeptDocumentKind, { readonly kind: 'whole' }>,
): JsonDocument | undefined {
  const decoded: SentryChunk[] = [];
  const undecoded: UndecodedSentryChunk[] = [];
  let oldestDecoded: ReadItem | undefined;
  let oldest: ReadItem | undefined;
  for (const kept of items) {
    const { read } = kept;
    if (!isKeptChunk(read)) continue;
    if (read.state === 'decoded') {
      decoded.push(read);
      oldestDecoded = kept;
    } else {
      undecoded.push(read);
      oldest = kept;
    }
  }
  // Formats without a decoder have no merge: their oldest stands for all, where there is nothing else.
  const of = oldestDecoded ?? oldest;
  if (of === undefined) return undefined;
  const facts = factsOnPlatform(of.facts, of.read.platform);
  if (kind.kind === 'slice') return retrievedSlice(decoded, kind.span, facts, of.runtime);
  const merged = mergeChunks(decoded, kind.window);
  return merged === undefined ? undecodedText(undecoded, facts) : chunkText(merged, facts);
}

function undecodedText(newestFirst: readonly UndecodedSentryChunk[], facts: StoredFacts): string {
  const ids = JSON.stringify(newestFirst.map(({ chunkId }) => chunkId).reverse());
  const oldest = newestFirst.at(-1);
  return `{"chunk":${oldest === undefined ? 'null' : legacyChunkText(oldest, facts)},"debug_chunk_ids":${ids}}`;
}
