import { expect, it } from 'vitest';
import { rpcFormOf } from './rpc-form.ts';

it.each([
  ['application/proto', false, false],
  ['application/json; charset=utf-8', false, true],
  ['application/grpc', true, false],
  ['application/grpc+proto', true, false],
  ['application/grpc+json', true, true],
  ['Application/gRPC-Web+proto', true, false],
  ['application/grpc-web', true, false],
])('%s', (contentType, isFramed, isJson) => {
  expect(rpcFormOf(contentType)).toEqual({ isFramed, isJson });
});

it.each([
  '',
  'text/plain',
  'application/x-protobuf',
  'application/connect+proto',
  'application/grpc-web-text',
  'application/jsonp',
])('%j is none', (contentType) => {
  expect(rpcFormOf(contentType)).toBeUndefined();
});
