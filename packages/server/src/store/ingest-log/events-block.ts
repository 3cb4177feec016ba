import { DictionaryColumn } from '../native/dictionary-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { TextColumn } from '../native/text-column.ts';
import { MILLISECONDS, WideColumn } from '../native/wide-column.ts';
import type { IngestEvent } from '../upload.ts';

/** Events of one kind added up. */
export interface TalliedEvent extends IngestEvent {
  /** Unix milliseconds of the last one. */
  readonly atMs: number;
}

const MINUTE_SECONDS = 60;

export function eventsBlock(events: Iterable<TalliedEvent>): TableBlock<'ingest_events'> {
  const projectId = new NumberColumn('UInt32');
  const minute = new NumberColumn('UInt32');
  const source = new DictionaryColumn();
  const outcome = new DictionaryColumn();
  const reason = new DictionaryColumn();
  const app = new DictionaryColumn();
  const count = new WideColumn('UInt64');
  const bytes = new WideColumn('UInt64');
  const message = new TextColumn();
  const at = new WideColumn(MILLISECONDS);
  for (const event of events) {
    const seconds = Math.floor(event.atMs / 1000);
    projectId.push(event.projectId);
    minute.push(seconds - (seconds % MINUTE_SECONDS));
    source.push(event.source);
    outcome.push(event.outcome);
    reason.push(event.reason);
    app.push(event.app);
    count.push(event.count);
    bytes.push(event.bytes);
    message.push(event.message);
    at.push(event.atMs);
  }
  return new TableBlock('ingest_events', {
    project_id: projectId,
    minute,
    source,
    outcome,
    reason,
    app,
    count,
    bytes,
    message,
    at,
  });
}
