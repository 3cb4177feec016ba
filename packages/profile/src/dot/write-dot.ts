import type { TreeFunction } from '../formats/function-of.ts';
import { functionTree } from '../formats/function-tree.ts';
import { shareText, valueText } from '../formats/value-text.ts';
import type { Profile } from '../profile.ts';
import { callEdges, functionSums } from './function-graph.ts';
import { MAX_DOT_FUNCTIONS, MAX_DOT_NAME_LENGTH, MIN_DOT_CALL_SHARE, MIN_DOT_FUNCTION_SHARE } from './limits.ts';

export interface DotDocument {
  readonly title: string;
  readonly column: number;
}

/**
 * The call graph of one value column for Graphviz: a box for each function with what it spent itself and with what it calls, an
 * arrow for each call. Functions below {@link MIN_DOT_FUNCTION_SHARE} and beyond {@link MAX_DOT_FUNCTIONS} are left out, and
 * the picture says how many; a dashed arrow goes through such.
 *
 * @throws ProfileFormatError `not_writable`
 */
export function writeDot(profile: Profile, { title, column }: DotDocument): string {
  const tree = functionTree(profile, column, { mayRound: true });
  const { sum, functions } = tree;
  const { type, unit } = profile.types[column]!;
  const { self, total } = functionSums(tree);
  const order = Array.from(functions, (_, func) => func)
    .filter((func) => total[func]! > 0 && total[func]! >= sum * MIN_DOT_FUNCTION_SHARE)
    .sort((a, b) => total[b]! - total[a]! || self[b]! - self[a]! || a - b)
    .slice(0, MAX_DOT_FUNCTIONS);
  const kept = new Map(order.map((func, index) => [func, index]));
  const edges = callEdges(tree, (func) => kept.has(func))
    .filter(({ value }) => value > 0 && value >= sum * MIN_DOT_CALL_SHARE)
    .sort((a, b) => b.value - a.value || kept.get(a.from)! - kept.get(b.from)! || kept.get(a.to)! - kept.get(b.to)!);
  const legend = [
    title,
    `${type} (${unit}): ${valueText(sum, unit)}`,
    `${order.length} of ${functions.length} functions, with ${shareText(sumOf(order, self), sum)} of it`,
  ];
  const lines = [
    'digraph hearth {',
    `  label=${quoted(legend.join('\n'))}; labelloc=t; labeljust=l;`,
    '  node [shape=box, fontname="sans-serif", style=filled, fillcolor="#f5f5f5"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...order.map((func) => {
      const { name, file } = functions[func]!;
      const text = [cut(name), selfText(self[func]!, sum, unit), totalText(total[func]!, sum, unit)].join('\n');
      const share = sum === 0 ? 0 : self[func]! / sum;
      const size = (8 + 16 * Math.sqrt(share)).toFixed(1);
      return `  N${kept.get(func)!} [label=${quoted(text)}, tooltip=${quoted(place({ name, file }))}, fontsize=${size}, fillcolor="${fillOf(share)}"];`;
    }),
    ...edges.map(({ from, to, value, isIndirect }) => {
      const width = (1 + (sum === 0 ? 0 : (value / sum) * 4)).toFixed(2);
      const dashed = isIndirect ? ', style=dashed' : '';
      return `  N${kept.get(from)!} -> N${kept.get(to)!} [label=${quoted(valueText(value, unit))}, penwidth=${width}${dashed}];`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const sumOf = (order: readonly number[], self: Float64Array): number =>
  order.reduce((sum, func) => sum + self[func]!, 0);

const selfText = (value: number, sum: number, unit: string): string =>
  `self ${valueText(value, unit)} (${shareText(value, sum)})`;

const totalText = (value: number, sum: number, unit: string): string =>
  `total ${valueText(value, unit)} (${shareText(value, sum)})`;

const place = ({ name, file }: TreeFunction): string => cut(file === '' ? name : `${name}\n${file}`);

const cut = (text: string): string =>
  text.length <= MAX_DOT_NAME_LENGTH ? text : `${text.slice(0, MAX_DOT_NAME_LENGTH - 1)}…`;

/** From near white to red, by share. */
function fillOf(share: number): string {
  const rest = Math.round(235 - 120 * Math.sqrt(share));
  const hex = rest.toString(16).padStart(2, '0');
  return `#f5${hex}${hex}`;
}

/**
 * Text as a quoted string of Graphviz that stays this text: backslashes would be its escapes (`\N`), an ampersand begins an entity of
 * HTML there, and control characters are none of XML's, which it writes.
 */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ');
  return `"${escaped}"`;
}
