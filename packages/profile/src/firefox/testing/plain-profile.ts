/** Any JSON, to be changed by a test. */
export type Json = { [member: string]: unknown };

export interface PlainProfile {
  meta: Json;
  libs: Json[];
  shared: { stringArray: unknown[] } & Record<
    'funcTable' | 'frameTable' | 'stackTable' | 'resourceTable' | 'nativeSymbols' | 'sources',
    Json
  >;
  threads: (Json & { samples: Json })[];
}

/** A profile of version 66 in which one thread runs `main > work` twice, 10 ms apart, and then nothing. */
export function plainProfile(): PlainProfile {
  return {
    meta: { preprocessedProfileVersion: 66, interval: 10, startTime: 1_795_000_000_000, product: 'orders' },
    libs: [{ name: 'app', path: '/srv/app', debugName: 'app', breakpadId: 'AB0', codeId: 'ab12', arch: 'x86_64' }],
    shared: {
      stringArray: ['main', 'work', 'app', '/srv/app.c'],
      funcTable: { length: 2, name: [0, 1], resource: [0, 0], source: [0, 0], lineNumber: [null, 7] },
      resourceTable: { length: 1, lib: [0], name: [2], type: [1] },
      nativeSymbols: { length: 1, libIndex: [0], name: [1], address: [32] },
      frameTable: {
        length: 2,
        func: [0, 1],
        address: [16, 40],
        nativeSymbol: [null, 0],
        line: [3, 9],
        column: [null, null],
        inlineDepth: [0, 0],
      },
      stackTable: { length: 2, frame: [0, 1], prefixOffset: [0, 1] },
      sources: { length: 1, filename: [3] },
    },
    threads: [
      {
        name: 'main',
        processName: 'orders',
        pid: '7',
        tid: 8,
        isMainThread: true,
        samples: { length: 3, stack: [1, 1, null], time: [5000, 5010, 5020], weightType: 'samples' },
      },
    ],
  };
}

/** The bytes of a profile after `change`. */
export function plainBytes(change: (profile: PlainProfile) => void = () => {}): Uint8Array {
  const profile = plainProfile();
  change(profile);
  return new TextEncoder().encode(JSON.stringify(profile));
}
