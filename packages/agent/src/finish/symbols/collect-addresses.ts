import { numbers, type ProcessedProfile, type ProcessedThread } from '../processed-profile.ts';
import { symbolKey } from './symbol-key.ts';

export interface LibAddress {
  readonly lib: number;
  readonly address: number;
}

/** Every address of the profile that lies in a library with an identity, each once. */
export function collectAddresses(profile: ProcessedProfile): readonly LibAddress[] {
  const found = new Map<string, LibAddress>();
  for (const thread of profile.threads) {
    const libs = libsOfFrames(thread);
    const addresses = numbers(thread.frameTable, 'address');
    for (const [frame, lib] of libs.entries()) {
      const address = addresses[frame] ?? -1;
      if (lib < 0 || address < 0 || (profile.libs[lib]?.breakpadId ?? '') === '') continue;
      found.set(symbolKey(lib, address), { lib, address });
    }
  }
  return [...found.values()];
}

/** Index of the library of each frame of a thread; -1 for those that lie in none. */
export function libsOfFrames(thread: ProcessedThread): readonly number[] {
  const resources = numbers(thread.funcTable, 'resource');
  const libs = numbers(thread.resourceTable, 'lib');
  return numbers(thread.frameTable, 'func').map((func) => {
    const resource = resources[func ?? -1] ?? -1;
    return resource < 0 ? -1 : (libs[resource] ?? -1);
  });
}
