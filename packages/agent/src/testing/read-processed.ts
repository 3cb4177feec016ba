import { gunzipSync } from 'node:zlib';
import { numbers, type ProcessedProfile, type ProcessedThread } from '../finish/processed-profile.ts';

/** The profile in a delivered file. */
export function readProcessed(bytes: Uint8Array): ProcessedProfile {
  return JSON.parse(gunzipSync(bytes).toString()) as ProcessedProfile;
}

/** `function file:line` of each frame of a stack, root first. */
export function stackText(thread: ProcessedThread, stack: number | null): readonly string[] {
  const { stackTable, frameTable, funcTable, stringArray } = thread;
  const frames: string[] = [];
  for (let at = stack; at !== null && at !== undefined; at = numbers(stackTable, 'prefix')[at] ?? null) {
    const frame = numbers(stackTable, 'frame')[at] ?? 0;
    const func = numbers(frameTable, 'func')[frame] ?? 0;
    const name = stringArray[numbers(funcTable, 'name')[func] ?? -1];
    const file = stringArray[numbers(funcTable, 'fileName')[func] ?? -1];
    const line = numbers(frameTable, 'line')[frame];
    frames.unshift(file === undefined ? `${name}` : `${name} ${file.split('/').at(-1)}:${line}`);
  }
  return frames;
}

/** Samples of a thread by their stack, most first, as `root > ... > leaf`. */
export function foldThread(thread: ProcessedThread): readonly (readonly [stack: string, samples: number])[] {
  const texts = new Map<number | null, string>();
  const counts = new Map<string, number>();
  for (const stack of numbers(thread.samples, 'stack')) {
    let text = texts.get(stack);
    if (text === undefined) {
      text = stackText(thread, stack).join(' > ');
      texts.set(stack, text);
    }
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** The thread of this name. */
export function threadNamed(profile: ProcessedProfile, name: string): ProcessedThread {
  const thread = profile.threads.find((candidate) => candidate.name === name);
  if (thread === undefined) throw new Error(`no thread ${name} among ${profile.threads.map((t) => t.name).join(', ')}`);
  return thread;
}
