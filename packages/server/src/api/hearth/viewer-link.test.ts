import { describe, expect, it } from 'vitest';
import { viewerLink } from './viewer-link.ts';

const url = 'https://hearth.example:8443/api/v1/captures/ab/profile.json?link=hearth_capture_00';

describe('viewerLink', () => {
  it.each(['https://profiler.firefox.com', 'https://profiler.firefox.com/'])('%s opens the address', (viewer) => {
    const { openUrl } = viewerLink(url, viewer, 600);
    expect(openUrl.startsWith('https://profiler.firefox.com/from-url/https%3A%2F%2F')).toBe(true);
    expect(decodeURIComponent(openUrl.slice('https://profiler.firefox.com/from-url/'.length))).toBe(url);
  });

  it('says where it leads, who is asked, and for how long', () => {
    const link = viewerLink(url, 'http://localhost:4242/profiler', 90);
    expect(link.openUrl.startsWith('http://localhost:4242/profiler/from-url/')).toBe(true);
    expect(link.viewer).toBe('http://localhost:4242');
    for (const part of ['http://localhost:4242', 'https://hearth.example:8443', '90 s']) {
      expect(link.notice).toContain(part);
    }
    expect(link.notice).not.toContain('hearth_capture');
  });

  it('says so when browsers would refuse it', () => {
    const notice = (address: string) => viewerLink(address, 'https://profiler.firefox.com', 60).notice;
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
