import { describe, expect, it } from 'vitest';
import { frameKind } from './frame-kind.ts';
import { fitLabel } from './frame-label.ts';
import { packageOf } from './package-of.ts';
import { splitName } from './split-name.ts';

const frame = (name: string, file = '', module = '') => ({ name, file, line: 1, module });

describe('splitName', () => {
  it.each([
    [
      'Go method',
      frame('github.com/acme/checkout/promo.(*Rule).Matches'),
      'github.com/acme/checkout/promo.',
      '(*Rule).Matches',
      'Matches',
    ],
    ['Go closure', frame('main.main.func1'), 'main.', 'main.func1', 'func1'],
    ['Go runtime', frame('runtime.gcDrain'), 'runtime.', 'gcDrain', 'gcDrain'],
    [
      'Go generics',
      frame('acme/x.Map[github.com/acme/y.Key]'),
      'acme/x.',
      'Map[github.com/acme/y.Key]',
      'Map[github.com/acme/y.Key]',
    ],
    ['Rust', frame('feed::rank::Scorer::score'), 'feed::rank::', 'Scorer::score', 'score'],
    ['C++ template', frame('std::vector<a::b>::push_back'), 'std::', 'vector<a::b>::push_back', 'push_back'],
    [
      'Java',
      frame('com.acme.shop.PriceCache.refresh', 'PriceCache.java'),
      'com.acme.shop.',
      'PriceCache.refresh',
      'refresh',
    ],
    ['JavaScript', frame('Scorer.scoreBatch', '/srv/search/score.js'), 'score.js ', 'Scorer.scoreBatch', 'scoreBatch'],
    ['Python', frame('handle', 'app/views.py'), 'views.py ', 'handle', 'handle'],
    ['kernel', frame('[k] tcp_recvmsg'), 'kernel.', 'tcp_recvmsg', 'tcp_recvmsg'],
    ['C', frame('memcpy'), '', 'memcpy', 'memcpy'],
    ['no symbol', frame('libssl.so+0x1f00'), 'libssl.', 'so+0x1f00', 'so+0x1f00'],
  ])('%s', (_language, given, path, own, last) => {
    expect(splitName(given)).toEqual({ path, own, last });
  });
});

describe('fitLabel', () => {
  const parts = splitName(frame('github.com/acme/checkout/promo.(*Rule).Matches'));
  it.each([
    [60, 'github.com/acme/checkout/promo.', '(*Rule).Matches'],
    [25, 'promo.', '(*Rule).Matches'],
    [15, '', '(*Rule).Matches'],
    [7, '', 'Matches'],
    [4, '', 'Mat…'],
    [3, '', ''],
  ])('writes the longest form that fits in %i characters', (room, path, own) => {
    expect(fitLabel(parts, room)).toEqual({ path, own });
  });
});

describe('frameKind and packageOf', () => {
  it.each([
    ['app', 'checkout/promo', frame('checkout/promo.(*Rule).Matches', '/src/promo/rule.go')],
    ['library', 'net/http', frame('net/http.(*conn).serve', '/usr/local/go/src/net/http/server.go')],
    ['runtime', 'runtime', frame('runtime.mallocgc', '/usr/local/go/src/runtime/malloc.go')],
    ['kernel', 'kernel', frame('tcp_recvmsg', '', '[kernel.kallsyms]')],
    ['library', '@acme/kv', frame('get', '/srv/node_modules/@acme/kv/index.js')],
    ['library', 'django', frame('resolve', '/usr/lib/python3/site-packages/django/urls.py')],
    ['app', '/srv/search', frame('scoreBatch', '/srv/search/score.js')],
    ['library', 'node:internal/streams', frame('clearBuffer', 'node:internal/streams/writable')],
    ['runtime', '', frame('runMicrotasks')],
    ['library', 'std::sync', frame('std::sync::Mutex::lock')],
  ])('%s of %s', (kind, packageName, given) => {
    expect(frameKind(given)).toBe(kind);
    expect(packageOf(given)).toBe(packageName);
  });

  it('never writes half a file name', () => {
    const inFile = splitName(frame('receiveBody', 'dist/receive-body.js'));
    expect(fitLabel(inFile, 14)).toEqual({ path: '', own: 'receiveBody' });
  });

  it('believes the recorder, but for kernel and runtime', () => {
    expect(frameKind({ ...frame('main.work'), inApp: false })).toBe('library');
    expect(frameKind({ ...frame('runtime.park'), inApp: true })).toBe('runtime');
  });
});
