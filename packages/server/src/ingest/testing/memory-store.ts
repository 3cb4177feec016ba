import type { Project } from '../../catalog/projects.ts';
import type { HearthError } from '../../errors/hearth-error.ts';
import type { Acceptance, IngestEvent, IngestLog, ProfileId, Upload, UploadWriter } from '../../store/upload.ts';
import type { ReleaseSightings } from '../ingest-deps.ts';

/** The writer and the log as ingest sees them, in memory: keeps what came and counts a retry once. */
export class MemoryStore implements UploadWriter, IngestLog, ReleaseSightings {
  readonly uploads: Upload[] = [];
  readonly events: IngestEvent[] = [];
  /** Releases that stored profiles named. */
  readonly releases: string[] = [];
  /** Thrown by the next `accept`s while set. */
  refusal: HearthError | undefined;

  async accept(upload: Upload): Promise<Acceptance> {
    if (this.refusal !== undefined) throw this.refusal;
    const profileIds = [upload.uploadId as string as ProfileId];
    const first = this.uploads.find(
      ({ projectId, uploadId }) => projectId === upload.projectId && uploadId === upload.uploadId,
    );
    if (first === undefined) {
      this.uploads.push(upload);
      return { outcome: 'stored', profileIds };
    }
    return { outcome: first.contentHash === upload.contentHash ? 'duplicate' : 'conflict', profileIds };
  }

  record(event: IngestEvent): void {
    this.events.push(event);
  }

  seen(_project: Project, version: string): void {
    this.releases.push(version);
  }

  /** Reasons of everything that was not accepted. */
  reasons(): string[] {
    return this.events.filter(({ outcome }) => outcome !== 'accepted').map(({ reason }) => reason);
  }
}
