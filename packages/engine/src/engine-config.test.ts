import { expect, test } from 'vitest';
import { engineConfigXml } from './engine-config.ts';
import { enginePaths } from './engine-paths.ts';
import { makeSecrets } from './engine-secrets.ts';
import { sizeMemory } from './size-memory.ts';

const secrets = makeSecrets();
const xml = engineConfigXml({
  paths: enginePaths('/srv/a & <b>'),
  port: 4567,
  secrets,
  memory: sizeMemory(8 * 1024 ** 3),
  mergeThreads: 2,
  pingAnswer: 'Ok. 12',
});

test('listens on loopback HTTP only', () => {
  expect(xml).toContain('<listen_host>127.0.0.1</listen_host>');
  expect(xml).toContain('<http_port>4567</http_port>');
  expect(xml.match(/<\w*_port\w*>/gu)).toEqual(['<http_port>']);
});

test('has two rules: the constant ping, and one that asks for the secret header', () => {
  expect(xml.match(/<rule>/gu)).toHaveLength(2);
  expect(xml).toContain(`<x-hearth-engine>${secrets.header}</x-hearth-engine>`);
  expect(xml).not.toContain('<defaults');
});

test('escapes paths', () => {
  expect(xml).toContain('<errorlog>/srv/a &amp; &lt;b&gt;/engine.log</errorlog>');
});

test('keeps no log tables', () => {
  expect(xml).not.toMatch(/_log>/u);
});
