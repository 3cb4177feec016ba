import type { FrameContent } from '../derive/frame-ids.ts';
import { DictionaryColumn } from '../native/dictionary-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { TextColumn } from '../native/text-column.ts';
import { WideColumn } from '../native/wide-column.ts';

export class FramesBlock {
  readonly #projectId = new NumberColumn('UInt32');
  readonly #app = new DictionaryColumn();
  readonly #frameId = new WideColumn('UInt64');
  readonly #function = new TextColumn();
  readonly #file = new TextColumn();
  readonly #line = new NumberColumn('UInt32');
  readonly #module = new TextColumn();
  readonly #address = new WideColumn('UInt64');
  readonly #inApp = new NumberColumn('Int8');
  readonly #inlined = new NumberColumn('UInt8');
  readonly #expiresWeek = new NumberColumn('UInt16');

  readonly block = new TableBlock('frames', {
    project_id: this.#projectId,
    app: this.#app,
    frame_id: this.#frameId,
    function: this.#function,
    file: this.#file,
    line: this.#line,
    module: this.#module,
    address: this.#address,
    in_app: this.#inApp,
    inlined: this.#inlined,
    expires_week: this.#expiresWeek,
  });

  add(projectId: number, app: string, lo: number, hi: number, content: FrameContent, expiresWeek: number): void {
    this.#projectId.push(projectId);
    this.#app.push(app);
    this.#frameId.pushHalves(lo, hi);
    this.#function.push(content.function);
    this.#file.push(content.file);
    this.#line.push(content.line);
    this.#module.push(content.module);
    this.#address.pushHalves(content.addressLo, content.addressHi);
    this.#inApp.push(content.inApp);
    this.#inlined.push(content.inlined);
    this.#expiresWeek.push(expiresWeek);
  }
}
