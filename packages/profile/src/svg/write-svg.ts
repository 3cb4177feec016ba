import type { TreeFunction } from '../formats/function-of.ts';
import { functionTree } from '../formats/function-tree.ts';
import { shareText, valueText } from '../formats/value-text.ts';
import type { Profile } from '../profile.ts';
import { escapeXml } from './escape-xml.ts';
import { layoutBoxes } from './layout-boxes.ts';
import { MAX_SVG_BOXES, MAX_SVG_NAME_LENGTH, MIN_SVG_BOX_WIDTH, SVG_ROW_HEIGHT, SVG_WIDTH } from './limits.ts';

export interface SvgDocument {
  readonly title: string;
  readonly column: number;
}

const HEAD_HEIGHT = 44;
/** Of the font: a letter of 11 pixels. */
const LETTER_WIDTH = 6.7;
const TEXT_INDENT = 3;

/** Boxes keep their colours and dark letters; only the ground and what stands on it change. Attributes hold where styles are forbidden. */
const STYLE =
  'text{font:11px ui-monospace,Menlo,Consolas,monospace}.h{font-size:14px}' +
  '@media(prefers-color-scheme:dark){.bg{fill:#15171c}.h,.n{fill:#e6e8ec}.b{stroke:#15171c}}';

/**
 * A flame graph of one value column as a picture, the root on top: no scripts, nothing from elsewhere, readable on light and
 * dark ground. A pointer over a box shows its function and value. What is too narrow to be seen is left out, and counted in the
 * picture.
 *
 * @throws ProfileFormatError `not_writable`
 */
export function writeSvg(profile: Profile, { title, column }: SvgDocument): string {
  const tree = functionTree(profile, column, { mayRound: true });
  const { sum, functions, total, func, withoutStack } = tree;
  const { type, unit } = profile.types[column]!;
  const layout = layoutBoxes(tree, { width: SVG_WIDTH, minWidth: MIN_SVG_BOX_WIDTH, most: MAX_SVG_BOXES });
  const height = HEAD_HEIGHT + (layout.levels + 1) * SVG_ROW_HEIGHT + 6;
  const head = escapeXml(`${title} - ${type} (${unit}): ${valueText(sum, unit)}`);
  const notes = [
    ...(layout.leftOut === 0 ? [] : [`${layout.leftOut} of ${tree.length} calls are too narrow to be drawn`]),
    ...(withoutStack === 0 ? [] : [`${valueText(withoutStack, unit)} has no stack`]),
  ].join('; ');
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SVG_WIDTH}" height="${height}" viewBox="0 0 ${SVG_WIDTH} ${height}" role="img" aria-label="${head}">`,
    `<style>${STYLE}</style>`,
    `<rect class="bg" width="100%" height="100%" fill="#ffffff"/>`,
    `<text class="h" x="${TEXT_INDENT}" y="17" fill="#1c1e22">${head}</text>`,
    `<text class="n" x="${TEXT_INDENT}" y="35" fill="#1c1e22">${escapeXml(notes)}</text>`,
    box(
      { x: 0, width: SVG_WIDTH, level: 0 },
      { name: 'all', file: '' },
      `${valueText(sum, unit)}, ${shareText(sum, sum)}`,
    ),
  ];
  for (const { node, ...place } of layout.boxes) {
    const value = total[node]!;
    parts.push(box(place, functions[func[node]!]!, `${valueText(value, unit)}, ${shareText(value, sum)}`));
  }
  parts.push('</svg>');
  return `${parts.join('\n')}\n`;
}

interface Place {
  readonly x: number;
  readonly width: number;
  readonly level: number;
}

function box({ x, width, level }: Place, { name, file }: TreeFunction, value: string): string {
  const y = HEAD_HEIGHT + level * SVG_ROW_HEIGHT;
  const shown = fitting(name, Math.floor((width - 2 * TEXT_INDENT) / LETTER_WIDTH));
  const text =
    shown === '' ? '' : `<text x="${number(x + TEXT_INDENT)}" y="${y + 13}" fill="#1c1e22">${escapeXml(shown)}</text>`;
  const more = file === '' ? '' : `\n${escapeXml(fitting(file, MAX_SVG_NAME_LENGTH))}`;
  return (
    `<g><title>${escapeXml(fitting(name, MAX_SVG_NAME_LENGTH))} (${value})${more}</title>` +
    `<rect class="b" x="${number(x)}" y="${y}" width="${number(width)}" height="${SVG_ROW_HEIGHT}" fill="${colourOf(name)}" stroke="#ffffff" stroke-width="0.5"/>${text}</g>`
  );
}

/** The text, or as much of its beginning as has room; '' where nothing could be told. */
function fitting(text: string, letters: number): string {
  const characters = [...text];
  if (characters.length <= letters) return text;
  return letters < 4 ? '' : `${characters.slice(0, letters - 1).join('')}…`;
}

const number = (value: number): string => String(Math.round(value * 100) / 100);

/** A function has the same colour in every picture: FNV-1a of its name makes a warm hue, light enough for dark letters. */
function colourOf(name: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  const hue = (hash >>> 0) % 60;
  const lightness = 66 + ((hash >>> 8) % 12);
  return `hsl(${hue},80%,${lightness}%)`;
}
