import { expect, it } from 'vitest';
import { appOfFile } from './app-of-file.ts';

it.each([
  ['checkout.pb.gz', 'checkout'],
  ['shop.speedscope.json', 'shop'],
  ['my-app-1.2.3.pprof', 'my-app-1.2.3'],
  ['profile', 'profile'],
  ['.json', 'dropped'],
])('calls the app of %s %s', (file, app) => {
  expect(appOfFile(file)).toBe(app);
});
