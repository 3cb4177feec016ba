import { DictionaryColumn } from '../native/dictionary-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { WideColumn } from '../native/wide-column.ts';

export class NodesBlock {
  readonly #projectId = new NumberColumn('UInt32');
  readonly #app = new DictionaryColumn();
  readonly #expiresWeek = new NumberColumn('UInt16');
  readonly nodeId = new WideColumn('UInt64');
  readonly parentId = new WideColumn('UInt64');
  readonly frameId = new WideColumn('UInt64');

  readonly block = new TableBlock('nodes', {
    project_id: this.#projectId,
    app: this.#app,
    node_id: this.nodeId,
    parent_id: this.parentId,
    frame_id: this.frameId,
    expires_week: this.#expiresWeek,
  });

  /** Adds what `count` rows have in common; the three ids are pushed by the caller. */
  fill(projectId: number, app: string, expiresWeek: number, count: number): void {
    this.#projectId.fill(projectId, count);
    this.#app.fill(app, count);
    this.#expiresWeek.fill(expiresWeek, count);
  }
}
