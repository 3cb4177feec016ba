import type { ImportLimits } from '../formats/import-limits.ts';
import { JsonBytes } from '../json/json-bytes.ts';
import { readElements, readMembers, readOptionalNumber, readWord } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { OwnWords } from './speedscope-file.ts';

export interface SpeedscopeFrame {
  readonly name: string;
  readonly file: string;
  /** 0 when unknown. */
  readonly line: number;
  readonly column: number;
}

/** One of `profiles` without its samples. */
export interface SpeedscopeHeader {
  readonly type: string;
  readonly unit: string;
  readonly name: string;
  /** In the unit: from the first to the last moment; 0 when unknown. */
  readonly length: number;
  readonly own: OwnWords | undefined;
}

export interface SpeedscopeOutline {
  readonly frames: readonly SpeedscopeFrame[];
  readonly headers: readonly SpeedscopeHeader[];
}

/**
 * Everything but samples and events: they name frames, which may stand behind them, and count in units, which may as well.
 * @throws ProfileFormatError
 */
export function readOutline(bytes: Uint8Array, limits: ImportLimits): SpeedscopeOutline {
  const frames: SpeedscopeFrame[] = [];
  const headers: SpeedscopeHeader[] = [];
  const json = new JsonBytes(bytes);
  readMembers(json, {
    shared: (shared) => readMembers(shared, { frames: (member) => readFrames(member, frames, limits) }),
    profiles: (member) => {
      const tooMany = (): Error =>
        new ProfileFormatError('too_many_threads', `the file has more than ${limits.threads} profiles`);
      readElements(member, limits.threads, tooMany, (element) => {
        headers.push(readHeader(element, limits));
      });
    },
  });
  json.expectEnd();
  return { frames, headers };
}

function readFrames(json: JsonBytes, frames: SpeedscopeFrame[], limits: ImportLimits): void {
  const tooMany = (): Error =>
    new ProfileFormatError('too_many_frames', `the file has more than ${limits.frames} frames`);
  let textLength = 0;
  readElements(json, limits.frames, tooMany, (element) => {
    const frame = { name: '', file: '', line: 0, column: 0 };
    readMembers(element, {
      name: (member) => {
        frame.name = readWord(member, limits.stringBytes);
      },
      file: (member) => {
        frame.file = readWord(member, limits.stringBytes);
      },
      line: (member) => {
        frame.line = lineOf(readOptionalNumber(member));
      },
      col: (member) => {
        frame.column = lineOf(readOptionalNumber(member));
      },
    });
    textLength += frame.name.length + frame.file.length;
    if (textLength > limits.totalStringBytes) {
      throw new ProfileFormatError(
        'strings_too_big',
        `texts of frames have more than ${limits.totalStringBytes} bytes`,
      );
    }
    frames.push(frame);
  });
}

function readHeader(json: JsonBytes, limits: ImportLimits): SpeedscopeHeader {
  const header = { type: '', unit: '', name: '' };
  let start = 0;
  let end = 0;
  const own = { type: '', unit: '', thread: '' };
  const word = <T extends Record<string, string>>(target: T, key: keyof T & string) => ({
    [key]: (member: JsonBytes) => {
      Object.assign(target, { [key]: readWord(member, limits.stringBytes) });
    },
  });
  readMembers(json, {
    ...word(header, 'type'),
    ...word(header, 'unit'),
    ...word(header, 'name'),
    startValue: (member) => {
      start = readOptionalNumber(member) ?? 0;
    },
    endValue: (member) => {
      end = readOptionalNumber(member) ?? 0;
    },
    hearth: (member) => {
      if (!member.isObject) member.skipValue();
      else readMembers(member, { ...word(own, 'type'), ...word(own, 'unit'), ...word(own, 'thread') });
    },
  });
  return { ...header, length: Math.max(0, end - start), own: own.type === '' ? undefined : own };
}

/** Tools write -1, 0 or null for lines that they do not know. */
const lineOf = (value: number | undefined): number =>
  value !== undefined && Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : 0;
