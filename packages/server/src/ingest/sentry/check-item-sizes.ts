import type { EnvelopeItem } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import type { IngestLimits } from '../limits.ts';
import { isProfileItem, isSpanItem } from './kept-items.ts';
import { sizeLimitDetail } from './size-limit-detail.ts';

/** Items that are not kept may have any size within the envelope's. @throws HearthError `item_too_large` */
export function checkItemSizes(
  items: readonly EnvelopeItem[],
  { profileItemBytes, spanItemBytes }: Pick<IngestLimits, 'profileItemBytes' | 'spanItemBytes'>,
): void {
  for (const item of items) {
    const maxBytes = isProfileItem(item)
      ? profileItemBytes
      : isSpanItem(item)
        ? spanItemBytes
        : Number.POSITIVE_INFINITY;
    if (item.payload.length > maxBytes)
      throw new HearthError('item_too_large', { message: sizeLimitDetail(item.type) });
  }
}
