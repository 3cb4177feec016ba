import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';
import { explainConfig } from './explain-config.ts';

const load = (argv: string[], env: Record<string, string> = {}) => loadConfig({ argv, env });

describe('loadConfig', () => {
  it('has the documented defaults', () => {
    expect(load([])).toMatchObject({ host: '127.0.0.1', port: 4040, data: 'data', trusted: undefined });
  });

  it('lets a flag win over a variable, and a variable over the default', () => {
    expect(load([], { HEARTH_PORT: '5000' }).port).toBe(5000);
    expect(load(['--port', '6000'], { HEARTH_PORT: '5000' }).port).toBe(6000);
    expect(load(['--port=7000']).port).toBe(7000);
  });

  it.each([
    [['--demo'], true],
    [['--demo', '--port', '6000'], true],
    [['--demo', 'false'], false],
    [['--demo=no'], false],
    [[], false],
  ])('takes a switch alone or with a value: %j', (argv, demo) => {
    expect(load(argv).demo).toBe(demo);
  });

  it('reads an empty variable as not set', () => {
    expect(load([], { HEARTH_ADMIN_TOKEN: '' }).adminToken).toBeUndefined();
  });

  it.each([
    ['512M', 512 * 2 ** 20],
    ['1.5GiB', 1.5 * 2 ** 30],
    ['1000', 1000],
  ])('reads the size %s', (text, size) => {
    expect(load(['--disk-budget', text]).diskBudget).toBe(size);
  });

  it.each([
    [['--port', '65536'], '--port'],
    [['--port', 'x'], '--port: must be a number'],
    [['--port', '65536'], '--port: must be at most 65535'],
    [['--port', '-1'], '--port: must be 0 or more'],
    [['--max-body', 'much'], '--max-body: must be a size'],
    [['--max-body', '1.1G'], '--max-body: must be at most 1G'],
    [['--max-inflated', '4G'], '--max-inflated: must be at most 1G'],
    [['--disk-budget', '9999T'], '--disk-budget: must be below 8192T'],
    [['--admin-token', 'x'], 'unknown option --admin-token'],
    [['--port'], '--port: needs a value'],
    [['serve'], 'unknown option serve'],
  ])('refuses %j and says why', (argv, message) => {
    expect(() => load(argv)).toThrow(ConfigError);
    expect(() => load(argv)).toThrow(message);
  });
});

describe('explainConfig', () => {
  it('never shows the admin token', () => {
    const explained = explainConfig(load([], { HEARTH_ADMIN_TOKEN: 'canary-canary-canary' }));
    expect(JSON.stringify(explained)).not.toContain('canary');
    expect(explained.find((setting) => setting.name === 'adminToken')?.value).toBe('(set)');
  });
});
