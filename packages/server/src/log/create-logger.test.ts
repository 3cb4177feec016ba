import { describe, expect, it } from 'vitest';
import { createLogger } from './create-logger.ts';

function capture() {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    redact: (text) => text.replaceAll('canary', '***'),
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { logger, lines };
}

describe('createLogger', () => {
  it('writes one JSON object a line with level and time', () => {
    const { logger, lines } = capture();
    logger.info({ port: 4040 }, 'listening');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', port: 4040, msg: 'listening' });
  });

  it('redacts messages, fields and errors with their causes', () => {
    const { logger, lines } = capture();
    const error = new Error('bad canary', { cause: new Error('deep canary') });
    logger.error({ err: error, url: '/t/canary/info' }, 'refused canary');
    expect(lines.join('')).not.toContain('canary');
    expect(lines.join('')).toContain('deep ***');
  });
});
