import { GroupRows } from '../../store/derive/group-rows.ts';
import { KnownIds } from '../../store/derive/known-ids.ts';
import { planProfile } from '../../store/derive/profile-plan.ts';
import { profileIdsOf, storedUpload } from '../../store/groups/assign-ids.ts';
import { InFlight } from '../../store/groups/in-flight.ts';
import { startReaders, type TestReaders } from '../../store/readers/testing/start-readers.ts';
import { type TextUpload, textUpload } from '../../store/testing/text-upload.ts';
import type { ProfileId } from '../../store/upload.ts';

/** A real engine with profiles drawn as text, stored as the way in stores them. */
export interface SampleStore extends TestReaders {
  /** One group of uploads; answers the ids of their first profiles. */
  add(uploads: readonly TextUpload[]): Promise<readonly ProfileId[]>;
}

export async function startSampleStore(): Promise<SampleStore> {
  const readers = await startReaders();
  let nextGroup = 1;
  return {
    ...readers,
    add: async (inputs) => {
      const rows = new GroupRows(new KnownIds());
      const uploads = inputs.map(textUpload);
      const groupId = nextGroup * 4096;
      nextGroup += 1;
      for (const [seq, upload] of uploads.entries()) {
        const plans = upload.decoded.profiles.map((profile) => planProfile(upload.projectId, profile));
        rows.add(groupId, storedUpload(upload, seq, new InFlight(), new Set()), plans);
      }
      for (const block of rows.blocks()) {
        await readers.client.insert({
          table: block.table,
          columns: Object.keys(block.columns),
          blocks: block.encode(),
        });
      }
      return uploads.map((upload) => profileIdsOf(upload)[0]!);
    },
  };
}
