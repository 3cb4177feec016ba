import { decimalInt64 } from './decimal-int64.ts';
import { hexUint64 } from './hex-uint64.ts';
import type { Profile } from './profile.ts';
import type { ValueType } from './value-type.ts';

/** Texts made of these characters stand as they are, others in quotes. */
const PLAIN = /^[\w./$<>()*:@+~-]+$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? text : JSON.stringify(text);
}

function typeText({ type, unit }: ValueType): string {
  return `${quoted(type)}/${quoted(unit)}`;
}

/**
 * The whole content of a profile as text, the same for every order of tables and ids: two profiles with equal dumps have
 * the same samples in the same order, with the same stacks, values and labels. For snapshots and for people.
 *
 *     type cpu/nanoseconds sum
 *     frame #1 main main.js:3
 *     frame #2 hash hash.js:12
 *     sample 30000 main#1;hash#2 {endpoint=/orders}
 *
 * Frames are numbered by their first use, stacks are written root first. Frames and strings that no sample uses are left out.
 */
export function dumpProfile(profile: Profile): string {
  const lines: string[] = profile.types.map((type) => `type ${typeText(type)} ${type.aggregation}`);
  if (profile.periodType !== undefined) lines.push(`period ${typeText(profile.periodType)} ${profile.period}`);
  else if (profile.period !== 0) lines.push(`period ${profile.period}`);
  lines.push(`time ${decimalInt64(profile.timeNanos.lo, profile.timeNanos.hi)}`, `duration ${profile.durationNanos}`);
  for (const comment of profile.comments) lines.push(`comment ${JSON.stringify(comment)}`);
  for (let mapping = 0; mapping < profile.mappings.length; mapping++) lines.push(mappingLine(profile, mapping));

  const frameLines: string[] = [];
  const sampleLines: string[] = [];
  const frameText = new Map<number, string>();
  const stackTexts = new Map<number, string>([[-1, '-']]);
  const textOfFrame = (frame: number): string => {
    const known = frameText.get(frame);
    if (known !== undefined) return known;
    const number = `#${frameText.size + 1}`;
    const text = `${frameName(profile, frame)}${number}`;
    frameText.set(frame, text);
    frameLines.push(`frame ${number} ${frameLine(profile, frame)}`);
    return text;
  };
  const textOfStack = (stack: number): string => {
    const known = stackTexts.get(stack);
    if (known !== undefined) return known;
    const frames: number[] = [];
    for (let node = stack; node >= 0; node = profile.stacks.parent[node]!) frames.push(profile.stacks.frame[node]!);
    const text = frames.reverse().map(textOfFrame).join(';');
    stackTexts.set(stack, text);
    return text;
  };
  const { samples } = profile;
  for (let sample = 0; sample < samples.length; sample++) {
    const values = samples.values.map((column) => column[sample]!).join(' ');
    sampleLines.push(`sample ${values} ${textOfStack(samples.stack[sample]!)}${labelText(profile, sample)}`);
  }
  return `${[...lines, ...frameLines, ...sampleLines].join('\n')}\n`;
}

function mappingLine({ mappings, strings }: Profile, mapping: number): string {
  const hex = (lo: Uint32Array, hi: Uint32Array): string => hexUint64(lo[mapping]!, hi[mapping]!);
  const range = `${hex(mappings.startLo, mappings.startHi)}-${hex(mappings.limitLo, mappings.limitHi)}`;
  const offset = hex(mappings.offsetLo, mappings.offsetHi);
  const build = strings[mappings.buildId[mapping]!]!;
  return `mapping ${quoted(strings[mappings.file[mapping]!]!)} ${range} +${offset} build ${quoted(build)}`;
}

function frameName({ frames, functions, strings }: Profile, frame: number): string {
  const func = frames.func[frame]!;
  if (func < 0) return hexUint64(frames.addressLo[frame]!, frames.addressHi[frame]!);
  return quoted(strings[functions.name[func]!]!);
}

function frameLine(profile: Profile, frame: number): string {
  const { frames, functions, mappings, strings } = profile;
  const func = frames.func[frame]!;
  const words = [frameName(profile, frame)];
  const place = `${frames.line[frame]!}${frames.column[frame]! === 0 ? '' : `:${frames.column[frame]!}`}`;
  if (func >= 0) {
    words.push(`${quoted(strings[functions.file[func]!]!)}:${place}`);
    if (functions.systemName[func]! !== 0) words.push(`system ${quoted(strings[functions.systemName[func]!]!)}`);
    if (functions.startLine[func]! !== 0) words.push(`from ${functions.startLine[func]!}`);
  } else if (place !== '0') words.push(`:${place}`);
  const address = hexUint64(frames.addressLo[frame]!, frames.addressHi[frame]!);
  if (address !== '0x0') words.push(`@${address}`);
  const mapping = frames.mapping[frame]!;
  if (mapping >= 0) words.push(`in ${quoted(strings[mappings.file[mapping]!]!)}`);
  if (frames.inlined[frame] === 1) words.push('inlined');
  if (frames.inApp[frame]! >= 0) words.push(frames.inApp[frame] === 1 ? 'app' : 'library');
  return words.join(' ');
}

function labelText({ samples, strings }: Profile, sample: number): string {
  const { labels } = samples;
  const texts: string[] = [];
  for (let row = labels.first[sample]!; row < labels.first[sample + 1]!; row++) {
    const key = quoted(strings[labels.key[row]!]!);
    if (labels.isNumber[row] === 0) {
      texts.push(`${key}=${quoted(strings[labels.text[row]!]!)}`);
      continue;
    }
    const unit = strings[labels.unit[row]!]!;
    const number = decimalInt64(labels.numberLo[row]!, labels.numberHi[row]!);
    texts.push(`${key}=#${number}${unit === '' ? '' : ` ${quoted(unit)}`}`);
  }
  return texts.length === 0 ? '' : ` {${texts.join(', ')}}`;
}
