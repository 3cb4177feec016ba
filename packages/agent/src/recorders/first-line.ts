/** Longest part of a recorder's line that goes into a sentence. */
const MAX_LINE_LENGTH = 300;

/** The first line of a recorder's output that says something about its failure, bounded. */
export function firstLine(output: string): string {
  const isNews = (text: string): boolean =>
    text.trim() !== '' && !/^(Recording process|Events (en|dis)abled)/.test(text);
  const line = output.split('\n').find(isNews) ?? 'it said nothing';
  return line.trim().slice(0, MAX_LINE_LENGTH);
}
