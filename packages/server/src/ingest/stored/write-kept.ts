import {
  type KeptDocumentKind,
  type KeptItem,
  keptDocument,
  ProfileFormatError,
  SentryDropError,
} from '@hearth/profile';
import type { WrittenDocument } from '../../query/export/stored-reader.ts';

/** A document of kept items of Sentry's envelopes; says it when one of them is damaged, or of a kind that today's decoders refuse. */
export function writeKept(items: readonly KeptItem[], kind: KeptDocumentKind): WrittenDocument {
  try {
    return { isReadable: true, json: keptDocument(items, kind) };
  } catch (error) {
    if (error instanceof ProfileFormatError || error instanceof SentryDropError) return { isReadable: false };
    throw error;
  }
}
