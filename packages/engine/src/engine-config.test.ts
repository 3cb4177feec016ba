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

test('has three rules: the constant ping, and one for each user that asks for the secret header and the credentials', () => {
  expect(xml.match(/<rule>/gu)).toHaveLength(3);
  expect(xml.match(new RegExp(`<x-hearth-engine>${secrets.header}</x-hearth-engine>`, 'gu'))).toHaveLength(2);
  expect(xml.match(/<authorization>Basic [A-Za-z0-9+/=]{80,}<\/authorization>/gu)).toHaveLength(2);
  expect(xml).not.toContain('<defaults');
});

test('escapes paths', () => {
  expect(xml).toContain('<errorlog>/srv/a &amp; &lt;b&gt;/engine.log</errorlog>');
});

test('keeps no log tables', () => {
  expect(xml).not.toMatch(/_log>/u);
});
