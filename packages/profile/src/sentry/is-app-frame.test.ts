import { expect, it } from 'vitest';
import { isAppFrame } from './is-app-frame.ts';
import { JsonCursor } from './json-cursor.ts';
import { readFrames } from './read-frames.ts';

const NOWHERE = { function: 'f', module: '', package: '', absPath: '', filename: '' };

it.each([
  ['node', { absPath: '/srv/app.js' }, true],
  ['node', { absPath: 'node:internal/fs' }, false],
  ['node', { absPath: '/srv/node_modules/x/index.js' }, false],
  ['javascript', { absPath: 'https://example.com/app.js' }, true],
  ['javascript', { function: '[Painting]' }, false],
  ['javascript', { absPath: 'https://example.com/node_modules/x.js' }, false],
  ['javascript', { absPath: '@moz-extension://1/x.js' }, false],
  ['javascript', { absPath: 'chrome-extension://1/x.js' }, false],
  ['javascript', { absPath: 'https://example.com/chrome-extension/x.js' }, true],
  ['python', { absPath: '/srv/app/work.py', module: 'work' }, true],
  ['python', { absPath: '/srv/app/work.py', module: '' }, true],
  ['python', { absPath: '/srv/venv/lib/python3.11/site-packages/flask/app.py', module: 'flask.app' }, false],
  ['python', { absPath: '/usr/lib/python3/dist-packages/x.py', module: 'x' }, false],
  ['python', { absPath: 'C:\\venv\\Lib\\site-packages\\x.py', module: 'x' }, false],
  ['python', { absPath: '/usr/local/lib/x.py', module: 'x' }, false],
  ['python', { absPath: '/opt/lib/python3.11/threading.py', module: 'threading' }, false],
  ['python', { absPath: '/opt/x.py', module: 'importlib._bootstrap' }, false],
  ['python', { absPath: '/opt/x.py', module: 'sentry_sdk.profiler' }, false],
  ['python', { absPath: '/opt/x.py', module: 'sentry_sdks' }, true],
  ['php', { absPath: '/app/src/a.php' }, true],
  ['php', { absPath: '/app/vendor/x/a.php' }, false],
  ['cocoa', { package: '/private/var/containers/Bundle/Application/1/App.app/App' }, true],
  ['cocoa', { package: '/private/var/containers/Bundle/Application/1/App.app/App', function: 'main' }, false],
  ['cocoa', { package: '/private/var/containers/1/App.app/Frameworks/Sentry.framework/Sentry' }, false],
  ['cocoa', { package: '/System/Library/Frameworks/UIKit.framework/UIKit' }, false],
  ['rust', { package: '/srv/target/release/app' }, true],
  ['rust', { package: '/rustc/abc/library/std/src/rt.rs' }, false],
  ['android', { module: 'com.example.Main' }, true],
  ['android', { module: 'androidx.compose.Ui' }, false],
  ['java', { module: 'java.lang.Thread' }, false],
  ['java', { module: 'javalin.App' }, true],
  ['ruby', { absPath: '/app/a.rb' }, false],
] as const)('%s %j: %s', (platform, place, expected) => {
  expect(isAppFrame({ ...NOWHERE, ...place, platform })).toBe(expected);
});

it('believes the SDK, but not about frames of another platform', () => {
  const frames = [
    { abs_path: '/srv/app.js', in_app: false },
    { abs_path: 'node:fs', in_app: true },
    { abs_path: '/srv/app.js', in_app: null },
    { abs_path: '/srv/node_modules/a.js', in_app: true, platform: 'javascript' },
    null,
  ];
  const read = readFrames(new JsonCursor(JSON.stringify(frames)), 'node');
  expect(read.map(({ inApp }) => inApp)).toEqual([false, true, true, false, true]);
  expect(read.map(({ platform }) => platform)).toEqual(['node', 'node', 'node', 'javascript', 'node']);
});
