import { isAppFrame } from './is-app-frame.ts';
import type { JsonCursor } from './json-cursor.ts';
import { asJsonObject, type JsonObject, type JsonValue } from './json-value.ts';
import { MAX_SENTRY_FRAME_CHARACTERS, MAX_SENTRY_FRAMES, MAX_SENTRY_STRING_CHARACTERS } from './limits.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryFrame, SentryFrameData } from './sentry-frame.ts';

const NO_DATA: SentryFrameData = {};

/**
 * Reads `frames` and gives each its platform, status and `in_app`. `null` (a hole of a browser's array) is a frame without a
 * name, so that indexes stay right.
 */
export function readFrames(cursor: JsonCursor, platform: string): readonly SentryFrame[] {
  if (!cursor.openArray()) throw cursor.invalid();
  const frames: SentryFrame[] = [];
  for (let isFirst = true; cursor.nextElement(isFirst); isFirst = false) {
    if (frames.length === MAX_SENTRY_FRAMES) {
      throw new SentryDropError('profiling_exceed_size_limit', `more than ${MAX_SENTRY_FRAMES} frames`);
    }
    cursor.peek();
    const from = cursor.at;
    cursor.skipValue();
    if (cursor.at - from > MAX_SENTRY_FRAME_CHARACTERS) {
      throw new SentryDropError('profiling_exceed_size_limit', `frame ${frames.length} is too large`);
    }
    const value = cursor.parse(from, cursor.at) as JsonValue;
    const fields = value === null ? {} : asJsonObject(value);
    if (fields === undefined) throw cursor.invalid();
    frames.push(frameOf(fields, platform));
  }
  return frames;
}

/** Python's profilers and older SDKs have names of their own for four fields. */
function frameOf(fields: JsonObject, profilePlatform: string): SentryFrame {
  const data = dataOf(fields['data']);
  const platform = text(fields['platform']) || profilePlatform;
  const frame = {
    function: text(fields['function'] ?? fields['name']),
    module: text(fields['module']),
    package: text(fields['package']),
    filename: text(fields['filename'] ?? fields['file']),
    absPath: text(fields['abs_path']),
    lineno: lineOf(fields['lineno'] ?? fields['line']),
    colno: lineOf(fields['colno'] ?? fields['column']),
    instructionAddr: address(fields['instruction_addr']),
    symAddr: address(fields['sym_addr']),
    symbol: text(fields['symbol']),
    status: text(fields['status']) || (data.symbolicatorStatus ?? ''),
    lang: text(fields['lang']),
    platform,
    inApp: false,
    data,
  };
  const said = fields['in_app'];
  // React Native marks frames of another platform wrongly: those are judged by their paths.
  frame.inApp = typeof said === 'boolean' && platform === profilePlatform ? said : isAppFrame(frame);
  return frame;
}

function dataOf(value: JsonValue | undefined): SentryFrameData {
  const fields = asJsonObject(value);
  if (fields === undefined) return NO_DATA;
  const { deobfuscation_status: deobfuscation, symbolicator_status: symbolicator, symbolicated } = fields;
  return {
    ...(typeof deobfuscation === 'string' ? { deobfuscationStatus: text(deobfuscation) } : {}),
    ...(typeof symbolicator === 'string' ? { symbolicatorStatus: text(symbolicator) } : {}),
    ...(typeof symbolicated === 'boolean' ? { symbolicated } : {}),
  };
}

function text(value: JsonValue | undefined): string {
  if (typeof value !== 'string') return '';
  if (value.length > MAX_SENTRY_STRING_CHARACTERS) {
    throw new SentryDropError(
      'profiling_exceed_size_limit',
      `a text of a frame has more than ${MAX_SENTRY_STRING_CHARACTERS} characters`,
    );
  }
  return value;
}

function address(value: JsonValue | undefined): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? `0x${value.toString(16)}` : '';
  return text(value);
}

/** 0 for what is no line: some SDKs send -1 or null. */
function lineOf(value: JsonValue | undefined): number {
  const line = typeof value === 'string' ? Number(value) : value;
  return typeof line === 'number' && Number.isInteger(line) && line > 0 && line < 2 ** 32 ? line : 0;
}
