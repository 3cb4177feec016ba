import { HearthError } from '../../errors/hearth-error.ts';

const JSON_TYPE = 'application/json';
const PROTOBUF_TYPES: ReadonlySet<string> = new Set(['application/x-protobuf', 'application/protobuf']);

const mediaTypeOf = (contentType: string): string => contentType.split(';', 1)[0]!.trim().toLowerCase();

/** Whether a request is JSON; every other one is protobuf. */
export const isJsonType = (contentType: string): boolean => mediaTypeOf(contentType) === JSON_TYPE;

/** @throws HearthError `unsupported_format` for what is neither JSON nor protobuf */
export function checkOtlpType(contentType: string): void {
  const type = mediaTypeOf(contentType);
  if (type !== JSON_TYPE && !PROTOBUF_TYPES.has(type)) {
    throw new HearthError('unsupported_format', {
      message: 'OTLP is application/x-protobuf or application/json.',
    });
  }
}
