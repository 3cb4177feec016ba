import { describe, expect, it } from 'vitest';
import { viewerLink } from './viewer-link.ts';

const url = 'https://hearth.example:8443/api/v1/captures/ab/profile.json?link=hearth_file_00';
const firefox = (base: string, address = url, seconds = 600) =>
  viewerLink({ viewer: 'firefox', base, url: address, seconds });

describe('viewerLink', () => {
  it.each(['https://profiler.firefox.com', 'https://profiler.firefox.com/'])('%s opens the address', (base) => {
    const { openUrl } = firefox(base);
    expect(openUrl.startsWith('https://profiler.firefox.com/from-url/https%3A%2F%2F')).toBe(true);
    expect(decodeURIComponent(openUrl.slice('https://profiler.firefox.com/from-url/'.length))).toBe(url);
  });

  it('gives speedscope the address and a name behind the #, which stays in the browser', () => {
    const options = { viewer: 'speedscope', base: 'https://speedscope.example/app/', url, seconds: 60 } as const;
    const opened = new URL(viewerLink({ ...options, title: 'shop & more' }).openUrl);
    expect([opened.origin, opened.pathname, opened.search]).toEqual(['https://speedscope.example', '/app/', '']);
    expect(Object.fromEntries(new URLSearchParams(opened.hash.slice(1)))).toEqual({
      profileURL: url,
      title: 'shop & more',
    });
    expect(viewerLink(options).openUrl).not.toContain('title');
  });

  it('says where it leads, who is asked, and for how long', () => {
    const link = firefox('http://localhost:4242/profiler', url, 90);
    expect(link.openUrl.startsWith('http://localhost:4242/profiler/from-url/')).toBe(true);
    expect(link.viewer).toBe('http://localhost:4242');
    for (const part of ['http://localhost:4242', 'https://hearth.example:8443', '90 s']) {
      expect(link.notice).toContain(part);
    }
    expect(link.notice).not.toContain('hearth_file');
  });

  it('says so when browsers would refuse it', () => {
    const notice = (address: string) => firefox('https://profiler.firefox.com', address, 60).notice;
    expect(notice('http://hearth.example/p.json')).toContain('Browsers refuse');
    for (const address of [
      'https://hearth.example/',
      'http://127.0.0.1:4040/',
      'http://localhost/',
      'http://[::1]:1/',
    ]) {
      expect(notice(address)).not.toContain('Browsers refuse');
    }
  });
});
