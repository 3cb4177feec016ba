import { HexColumn } from '../native/hex-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { TextColumn } from '../native/text-column.ts';
import { MILLISECONDS, WideColumn, type WideType } from '../native/wide-column.ts';

/** An upload that was accepted and could not be derived; `released` once a later try took it. */
export interface QuarantineRow {
  readonly groupId: number;
  readonly seq: number;
  readonly projectId: number;
  readonly uploadId: string;
  readonly source: string;
  readonly app: string;
  readonly reason: string;
  readonly state: 'quarantined' | 'released';
  readonly atMs: number;
  readonly expiresWeek: number;
}

export function quarantineBlock(row: QuarantineRow): TableBlock<'quarantine'> {
  const numbers = (type: 'UInt16' | 'UInt32', value: number): NumberColumn => {
    const column = new NumberColumn(type);
    column.push(value);
    return column;
  };
  const wide = (type: WideType, value: number): WideColumn => {
    const column = new WideColumn(type);
    column.push(value);
    return column;
  };
  const text = (value: string): TextColumn => {
    const column = new TextColumn();
    column.push(value);
    return column;
  };
  const uploadId = new HexColumn();
  uploadId.push(row.uploadId);
  return new TableBlock('quarantine', {
    group_id: wide('UInt64', row.groupId),
    seq: numbers('UInt32', row.seq),
    project_id: numbers('UInt32', row.projectId),
    upload_id: uploadId,
    source: text(row.source),
    app: text(row.app),
    reason: text(row.reason),
    state: text(row.state),
    at: wide(MILLISECONDS, row.atMs),
    expires_week: numbers('UInt16', row.expiresWeek),
  });
}
