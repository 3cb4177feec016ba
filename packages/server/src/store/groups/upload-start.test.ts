import { expect, test } from 'vitest';
import { DEFAULT_START_MS, textUpload } from '../testing/text-upload.ts';
import { uploadStartMs } from './upload-start.ts';

const NOON = Date.UTC(2026, 10, 21, 12);

test('an upload starts with its first profile, else with its earliest span, else when it was received', () => {
  const upload = textUpload({ id: 'a', stacks: 'main 1 1', spans: 3, startMs: NOON });
  const { decoded, original } = upload;
  const spans = decoded.spans.map((span, index) => ({ ...span, startMs: NOON - index * 1000 }));
  expect(uploadStartMs({ original, decoded: { ...decoded, spans } })).toBe(NOON);
  expect(uploadStartMs({ original, decoded: { ...decoded, spans, profiles: [] } })).toBe(NOON - 2000);
  const context = { ...original.context, receivedMs: DEFAULT_START_MS };
  const bare = { original: { ...original, context }, decoded: { ...decoded, spans: [], profiles: [] } };
  expect(uploadStartMs(bare)).toBe(DEFAULT_START_MS);
});
