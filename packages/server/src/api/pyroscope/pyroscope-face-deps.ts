import type { ViewerSettings } from '../../catalog/viewer-settings.ts';
import type { Questions } from '../../query/questions.ts';

export interface PyroscopeFaceDeps {
  readonly questions: Questions;
  readonly settings: ViewerSettings;
  /** Of this server. */
  readonly version: string;
  /** Why the server cannot work right now; undefined when it can. */
  readonly notReady: () => string | undefined;
  /** Unix milliseconds; what relative times are counted from. */
  readonly now?: (() => number) | undefined;
}
