import { escapeXml } from './escape-xml.ts';

/** A tree of configuration: text, number, flag, nested elements, or a list (the element is repeated). */
export type XmlValue = string | number | boolean | XmlTree | readonly XmlValue[];
export interface XmlTree {
  readonly [element: string]: XmlValue;
}

/** Elements of a tree as XML, indented by `depth`; every text is escaped. ClickHouse reads flags as 1 and 0. */
export function renderXml(tree: XmlTree, depth = 0): string {
  return Object.entries(tree)
    .map(([element, value]) => renderElement(element, value, depth))
    .join('');
}

function renderElement(element: string, value: XmlValue, depth: number): string {
  const indent = '  '.repeat(depth);
  if (typeof value === 'object') {
    if (isList(value)) return value.map((item) => renderElement(element, item, depth)).join('');
    const inner = renderXml(value, depth + 1);
    return inner === '' ? `${indent}<${element}/>\n` : `${indent}<${element}>\n${inner}${indent}</${element}>\n`;
  }
  const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
  return `${indent}<${element}>${escapeXml(text)}</${element}>\n`;
}

function isList(value: XmlTree | readonly XmlValue[]): value is readonly XmlValue[] {
  return Array.isArray(value);
}
