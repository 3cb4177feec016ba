import type { SentryFrame, SentryFrameData } from '../sentry-frame.ts';
import { member, objectText, optionalText } from './json-text.ts';

/**
 * The array of frames. `data` and `in_app` are always there; what the SDK did not say is left out. A long stack has its
 * frames by the hundred, so one is a chain of texts and no list.
 */
export function framesText(frames: readonly SentryFrame[]): string {
  return `[${frames.map(frameText).join(',')}]`;
}

const frameText = (frame: SentryFrame): string =>
  `{"data":${dataText(frame.data)},"in_app":${String(frame.inApp)}` +
  numberAfter('colno', frame.colno) +
  textAfter('filename', frame.filename) +
  textAfter('function', frame.function) +
  textAfter('instruction_addr', frame.instructionAddr) +
  textAfter('lang', frame.lang) +
  numberAfter('lineno', frame.lineno) +
  textAfter('module', frame.module) +
  textAfter('package', frame.package) +
  textAfter('abs_path', frame.absPath) +
  textAfter('status', frame.status) +
  textAfter('sym_addr', frame.symAddr) +
  textAfter('symbol', frame.symbol) +
  `${textAfter('platform', frame.platform)}}`;

const textAfter = (name: string, text: string): string => (text === '' ? '' : `,"${name}":${JSON.stringify(text)}`);

const numberAfter = (name: string, value: number): string => (value === 0 ? '' : `,"${name}":${String(value)}`);

function dataText({ deobfuscationStatus = '', symbolicatorStatus = '', symbolicated }: SentryFrameData): string {
  if (deobfuscationStatus === '' && symbolicatorStatus === '' && symbolicated === undefined) return '{}';
  return objectText([
    optionalText('deobfuscation_status', deobfuscationStatus),
    optionalText('symbolicator_status', symbolicatorStatus),
    symbolicated === undefined ? undefined : member('symbolicated', String(symbolicated)),
  ]);
}
