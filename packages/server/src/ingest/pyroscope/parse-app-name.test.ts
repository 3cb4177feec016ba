import { describe, expect, it } from 'vitest';
import { parseAppName } from './parse-app-name.ts';

describe('names', () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['orders-api', 'orders-api', {}],
    ['com.example.orders{}', 'com.example.orders', {}],
    [
      'orders{otel.scope.name=com.grafana.pyroscope/go,version=1.4.2}',
      'orders',
      { 'otel.scope.name': 'com.grafana.pyroscope/go', version: '1.4.2' },
    ],
    [
      'o{process.runtime.version=17.0.15+6-Debian-1deb12u1, process.runtime.name=OpenJDK Runtime Environment}',
      'o',
      {
        'process.runtime.version': '17.0.15+6-Debian-1deb12u1',
        'process.runtime.name': 'OpenJDK Runtime Environment',
      },
    ],
    ['o{path=/a/{id}=b,empty=,}', 'o', { path: '/a/{id}=b', empty: '' }],
    ['o{a=1,a=2}', 'o', { a: '2' }],
    ['{service_name=orders}', '', { service_name: 'orders' }],
  ])('%s', (name, app, labels) => {
    const parsed = parseAppName(name);
    expect([parsed.app, Object.fromEntries(parsed.labels)]).toEqual([app, labels]);
  });

  it.each(['o{a=1', 'o{a}', 'o{=1}', 'o{a=1}b', 'o{a=b,c}', 'o{{a=1}', 'o\n{a=1}', 'o{a=\u0000}', 'o{a=\ud800}'])(
    '%j is refused',
    (name) => {
      expect(() => parseAppName(name)).toThrow(expect.objectContaining({ code: 'invalid_labels' }));
    },
  );
});
