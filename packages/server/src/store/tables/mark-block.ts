import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { MILLISECONDS, WideColumn, type WideType } from '../native/wide-column.ts';

/** What a group came to: written last, it says that all of these rows are there. */
export interface GroupMark {
  readonly groupId: number;
  readonly generation: number;
  readonly uploads: number;
  readonly quarantined: number;
  readonly samples: number;
  readonly totals: number;
  readonly spans: number;
  readonly profiles: number;
  readonly atMs: number;
  readonly expiresWeek: number;
}

export function markBlock(mark: GroupMark): TableBlock<'derived_groups'> {
  const small = (value: number, type: 'UInt16' | 'UInt32'): NumberColumn => {
    const column = new NumberColumn(type);
    column.push(value);
    return column;
  };
  const wide = (value: number, type: WideType = 'UInt64'): WideColumn => {
    const column = new WideColumn(type);
    column.push(value);
    return column;
  };
  return new TableBlock('derived_groups', {
    group_id: wide(mark.groupId),
    generation: small(mark.generation, 'UInt32'),
    uploads: small(mark.uploads, 'UInt32'),
    quarantined: small(mark.quarantined, 'UInt32'),
    samples: wide(mark.samples),
    totals: wide(mark.totals),
    spans: wide(mark.spans),
    profiles: wide(mark.profiles),
    at: wide(mark.atMs, MILLISECONDS),
    expires_week: small(mark.expiresWeek, 'UInt16'),
  });
}
