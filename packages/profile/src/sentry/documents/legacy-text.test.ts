import { expect, it } from 'vitest';
import { legacyChunkText, legacyProfileText } from './legacy-text.ts';
import { handMadeFacts } from './testing/hand-made.ts';

it('tells what is known of a profile whose trace is not read', () => {
  const document: unknown = JSON.parse(
    legacyProfileText(
      {
        state: 'not_decoded',
        profileId: 'e'.repeat(32),
        platform: 'android',
        environment: 'release',
        release: 'app@1.0 (7)',
        startMs: Date.UTC(2026, 10, 21, 12),
        endMs: undefined,
        transactionId: 'd'.repeat(32),
        transactionName: 'MainActivity',
        traceId: 'b'.repeat(32),
        fields: {
          android_api_level: 30,
          architecture: 'arm64-v8a',
          device_model: 'Pixel',
          device_os_name: 'Android',
          duration_ns: '1234567',
          device_is_emulator: true,
        },
      },
      { ...handMadeFacts, version: '1.0 (7)', release: { version: '1.0 (7)' } },
    ),
  );
  expect(document).toEqual({
    activeProfileIndex: 0,
    durationNS: 1_234_567,
    metadata: {
      androidAPILevel: 30,
      architecture: 'arm64-v8a',
      deviceClassification: '',
      deviceLocale: '',
      deviceManufacturer: '',
      deviceModel: 'Pixel',
      deviceOSName: 'Android',
      deviceOSVersion: '',
      durationNS: 1_234_567,
      environment: 'release',
      organizationID: 3,
      platform: 'android',
      profileID: 'e'.repeat(32),
      projectID: 7,
      received: '2026-11-21T12:01:00Z',
      sampled: true,
      timestamp: '2026-11-21T12:00:00Z',
      traceID: 'b'.repeat(32),
      transactionID: 'd'.repeat(32),
      transactionName: 'MainActivity',
      release: { version: '1.0 (7)' },
    },
    platform: 'android',
    profileID: 'e'.repeat(32),
    profiles: [],
    projectID: 7,
    shared: { frames: [], frame_infos: [] },
    transactionName: 'MainActivity',
    version: '1.0 (7)',
    metrics: null,
  });
});

it('tells the little that is known of a chunk that is not read', () => {
  const text = legacyChunkText(
    {
      state: 'not_decoded',
      form: 'perfetto',
      chunkId: 'c'.repeat(32),
      profilerId: 'f'.repeat(32),
      platform: 'android',
      environment: '',
      release: '',
      version: '2',
      clientSdk: { name: '', version: '' },
      startMs: undefined,
      endMs: undefined,
    },
    handMadeFacts,
  );
  expect(JSON.parse(text)).toMatchObject({
    chunkID: 'c'.repeat(32),
    profiles: [],
    metadata: { timestamp: '2026-11-21T12:01:00Z', durationNS: 0, release: null },
  });
});
