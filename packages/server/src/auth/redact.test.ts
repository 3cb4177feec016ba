import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redactHeaders, redactUrl } from './redact.ts';

const key = '5ec2e7'.repeat(6).slice(0, 32);
const token = `hearth_${key}${key}`;
const other = 'Zm9vOmNhbmFyeQ';

describe('redact', () => {
  const texts: readonly string[] = [
    `token ${token} was used`,
    `hearth_session_${key}`,
    `GET /t/${key}/profiling/v1/input`,
    `GET /t/${key}`,
    `http://h/%74/${key}/info`,
    `http://${key}@localhost:4040/1`,
    `dsn is https://${key}:${other}@host/1 there`,
    `"dsn":"https://${key}@host/1"`,
    `Authorization: Bearer ${key}`,
    `{"authorization":"Basic ${other}"}`,
    `Bearer ${key}`,
    `Basic ${other}==`,
    `X-Sentry-Auth: Sentry sentry_version=7, sentry_key=${key}, sentry_client=x`,
    `sentry_key=${key}`,
    `?sentry_version=7&sentry_key=${key}&x=1`,
    `dd-api-key: ${key}`,
    `DD_API_KEY=${key}`,
    `access_token=${key}`,
    `{"refreshToken":"${key}","clientSecret":"${other}"}`,
    `DB_PASSWORD: ${other}`,
    `cookie: a=b; hearth_session=${key}; c=${other}`,
    `{"dd-api-key":"${key}"}`,
    `the key apikey:${key}${key} was used`,
    `eyJhbGciOiJub25lIn0.${other}.${key}`,
    `of session-eyJhbGciOiJub25lIn0.${other}.${key}, and x.eyJhbGciOiJub25lIn0.${other}.${key}`,
  ];
  it.each(texts)('%s', (text) => {
    const clean = redact(text);
    expect(clean).not.toContain(key);
    expect(clean).not.toContain(other);
    expect(clean).toContain('[redacted]');
  });

  it('leaves alone what is no credential', () => {
    for (const text of [
      `/api/v1/projects/1/profiles/${key}`,
      'GET /t/info',
      'status code: 503',
      'mail@example.com',
      'a basic idea',
    ]) {
      expect(redact(text)).toBe(text);
    }
  });

  it('takes linear time for texts made to hurt', () => {
    const size = 200_000;
    for (const unit of ['://', 'cookie:', 'hearth_', 'dsn=', '/t/', 'basic ', 'eyJ-', 'eyJ.', 'a.', 'a-', '"', 'a']) {
      expect(redact(unit.repeat(size / unit.length)).length).toBeGreaterThan(0);
    }
  });

  it('lets no token through, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(redact(`${before}${token}${after}`)).not.toContain(key);
      }),
    );
  });
});

describe('redactUrl', () => {
  const cases: readonly [string, string][] = [
    [`/api/1/envelope/?sentry_key=${key}&x=1`, '/api/1/envelope/?sentry_key=[redacted]&x=1'],
    [`/api/1/envelope/?sentry%5Fkey=${key}`, '/api/1/envelope/?sentry%5Fkey=[redacted]'],
    [`/api/1/envelope/?SENTRY_KEY=${key}`, '/api/1/envelope/?SENTRY_KEY=[redacted]'],
    [`/api/v1/projects?access_token=${key}`, '/api/v1/projects?access_token=[redacted]'],
    ['/t/wrong/info?x=1', '/t/[redacted]/info?x=1'],
    [`/t/${key}`, '/t/[redacted]'],
    [`http://h/t/${key}/info`, 'http://h/t/[redacted]/info'],
    [`/auth/link?code=hearth_link_${key}`, '/auth/link?code=[redacted]'],
    [`/x?next=%2Fauth%2Flink%3Fcode%3Dhearth%5Flink_${key}`, '/x?next=[redacted]'],
    [`/x?hearth_${key}`, '/x?[redacted]'],
    [`/profiles/${key}?app=%zz&flag`, `/profiles/${key}?app=%zz&flag`],
  ];
  it.each(cases)('%s', (url, clean) => {
    expect(redactUrl(url)).toBe(clean);
  });
});

describe('redactHeaders', () => {
  it('blanks credentials and what quotes them, and keeps the rest', () => {
    const headers = {
      Authorization: `Bearer ${key}`,
      'proxy-authorization': other,
      'X-Sentry-Auth': `Sentry sentry_key=${key}`,
      'DD-API-KEY': key,
      cookie: `hearth_session=${key}`,
      'set-cookie': [`hearth_session=${key}`, other],
      referer: `http://h/t/${key}/info`,
      'x-custom': token,
      'content-type': 'multipart/form-data; boundary=x',
      absent: undefined,
    };
    const clean = redactHeaders(headers);
    expect(JSON.stringify(clean)).not.toContain(key);
    expect(JSON.stringify(clean)).not.toContain(other);
    expect(clean).toMatchObject({
      referer: 'http://h/t/[redacted]/info',
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect(Object.keys(clean)).not.toContain('absent');
  });
});
