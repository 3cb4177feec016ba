import type { SentryFrame, SentryFrameData } from '../sentry-frame.ts';
import { member, objectText, optionalText } from './json-text.ts';

/** The array of frames. `data` and `in_app` are always there; what the SDK did not say is left out. */
export function framesText(frames: readonly SentryFrame[]): string {
  return `[${frames.map(frameText).join(',')}]`;
}

const frameText = (frame: SentryFrame): string =>
  objectText([
    optionalNumber('colno', frame.colno),
    member('data', dataText(frame.data)),
    optionalText('filename', frame.filename),
    optionalText('function', frame.function),
    member('in_app', String(frame.inApp)),
    optionalText('instruction_addr', frame.instructionAddr),
    optionalText('lang', frame.lang),
    optionalNumber('lineno', frame.lineno),
    optionalText('module', frame.module),
    optionalText('package', frame.package),
    optionalText('abs_path', frame.absPath),
    optionalText('status', frame.status),
    optionalText('sym_addr', frame.symAddr),
    optionalText('symbol', frame.symbol),
    optionalText('platform', frame.platform),
  ]);

const dataText = ({ deobfuscationStatus = '', symbolicatorStatus = '', symbolicated }: SentryFrameData): string =>
  objectText([
    optionalText('deobfuscation_status', deobfuscationStatus),
    optionalText('symbolicator_status', symbolicatorStatus),
    symbolicated === undefined ? undefined : member('symbolicated', String(symbolicated)),
  ]);

const optionalNumber = (name: string, value: number): string | undefined =>
  value === 0 ? undefined : member(name, String(value));
