import type { FileLinks } from '../../auth/file-links/file-links.ts';
import type { Captures } from '../../capture/captures.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Project } from '../../catalog/projects.ts';
import type { Questions } from '../../query/questions.ts';
import type { StoredOriginal } from '../../store/readers/read-original.ts';
import type { Viewer } from './viewer-link.ts';

/** What `GET /api/v1/status` says of the server as a whole. */
export interface ServerStatus {
  readonly version: string;
  /** Unix milliseconds. */
  readonly startedMs: number;
  /** Why it cannot work right now; undefined when it can. */
  readonly notReady: string | undefined;
  /** Uploads that were taken and cannot be seen yet, of all projects. */
  readonly queue: {
    readonly uploads: number;
    readonly bytes: number;
    /** When the oldest of them was taken, Unix milliseconds to the second; undefined when none waits. */
    readonly oldestMs: number | undefined;
  };
}

/** What the face needs of the store's quarantine. */
export interface QuarantineDesk {
  list(): Promise<
    readonly {
      readonly projectId: number;
      readonly uploadId: string;
      readonly source: string;
      readonly reason: string;
      /** Unix milliseconds. */
      readonly atMs: number;
      /** Of the original; 0 once it has expired. */
      readonly bytes: number;
    }[]
  >;
  /** As it was sent; undefined when it is not there. */
  original(upload: { readonly projectId: number; readonly uploadId: string }): Promise<StoredOriginal | undefined>;
  /** Tries all of them once more, or one; says how many could be derived, undefined when the one is not there. */
  retry(only?: { readonly projectId: number; readonly uploadId: string }): Promise<number | undefined>;
}

/** What the face needs of the store's space. */
export interface StorageDesk {
  diskBudget(): {
    readonly budgetBytes: number | undefined;
    readonly usedBytes: number;
    readonly droppedPartitions: number;
    readonly isExceeded: boolean;
  };
  /** Resolves once nobody finds the project any more; its rows are deleted in the background. */
  erase(project: Project): Promise<void>;
}

/** What the face asks of captures and hosts. */
export type CaptureDesk = Pick<
  Captures,
  | 'request'
  | 'find'
  | 'list'
  | 'steps'
  | 'progress'
  | 'cancel'
  | 'pin'
  | 'file'
  | 'hosts'
  | 'hostsChanged'
  | 'removePipeline'
>;

export interface HearthFaceDeps {
  readonly catalog: Catalog;
  readonly questions: Questions;
  readonly captures: CaptureDesk;
  readonly fileLinks: FileLinks;
  /** How clients reach this server; the address of the request when absent. */
  readonly publicUrl: string | undefined;
  /** Base addresses of the copies of viewers that signed links open. */
  readonly viewerUrls: Readonly<Record<Viewer, string>>;
  readonly status: () => ServerStatus;
  /** Derives everything again; yields one record per step, which becomes a line of the answer. */
  readonly rebuild: (signal: AbortSignal) => AsyncIterable<object>;
  readonly quarantine: QuarantineDesk;
  readonly storage: StorageDesk;
  /** Told of failures that nobody else sees, since the status of the answer was out. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}
