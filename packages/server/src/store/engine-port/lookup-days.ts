import type { UploadLookup } from '../groups/store-port.ts';
import { ANY_DAY_SOURCES } from '../seen-uploads/seen-scope.ts';

/** Condition on `start`, with the parameters of {@link daysOf}. */
export const onDays = '({everyDay:UInt8} OR toDate(start) IN {days:Array(Date)})';

/** Where to look for uploads, which are all of sources whose ids count on all days, or none is. */
export const daysOf = (asked: readonly UploadLookup[]) => ({
  everyDay: asked.some(isOfAnyDay) ? 1 : 0,
  days: [...new Set(asked.map(({ startMs }) => new Date(startMs).toISOString().slice(0, 10)))],
});

export const isOfAnyDay = ({ source }: UploadLookup): boolean => ANY_DAY_SOURCES.has(source);
