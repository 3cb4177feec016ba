import { HearthError } from '../../errors/hearth-error.ts';
import { parseHeaderValue } from './header-parameters.ts';
import type { MultipartPart } from './multipart-part.ts';

export interface MultipartLimits {
  readonly parts: number;
  readonly partHeaders: number;
  readonly partHeaderBytes: number;
  readonly partNameBytes: number;
}

/** RFC 2046 5.1.1. */
const MAX_BOUNDARY_LENGTH = 70;
const LF = 10;
const CR = 13;
const DASH = 45;

const invalid = (message: string): HearthError =>
  new HearthError('invalid_multipart', { message: `The multipart body is not valid: ${message}.` });

/** The boundary in a Content-Type, or `invalid_multipart`. Any `multipart/*` is taken: clients differ in the subtype. */
export function boundaryOf(contentType: string): string {
  const { value, parameters } = parseHeaderValue(contentType);
  if (!value.toLowerCase().startsWith('multipart/')) throw invalid('the content type is not multipart');
  const boundary = parameters.get('boundary') ?? '';
  if (boundary === '' || boundary.length > MAX_BOUNDARY_LENGTH) throw invalid('the content type names no boundary');
  return boundary;
}

/**
 * Cuts a whole body into its parts (RFC 2046 5.1, RFC 7578), in their order; contents are views, nothing is copied. Lines
 * may end in CRLF or LF. The closing boundary is required: without it the body was cut off.
 *
 * @throws HearthError `invalid_multipart`
 */
export function parseMultipart(body: Uint8Array, contentType: string, limits: MultipartLimits): MultipartPart[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`, 'latin1');
  const parts: MultipartPart[] = [];

  let at = findDelimiter(bytes, delimiter, 0);
  if (at < 0) throw invalid('the boundary does not occur');
  for (;;) {
    at += delimiter.length;
    if (bytes[at] === DASH && bytes[at + 1] === DASH) return parts;
    const start = afterLine(bytes, at);
    const next = findDelimiter(bytes, delimiter, start);
    if (next < 0) throw invalid('the closing boundary is missing');
    if (parts.length === limits.parts) throw invalid(`more than ${limits.parts} parts`);
    parts.push(parsePart(bytes.subarray(start, endOfPart(bytes, start, next)), limits));
    at = next;
  }
}

/** Where the delimiter starts a line, at or after `from`; what looks like it inside of a line is content. */
function findDelimiter(bytes: Buffer, delimiter: Buffer, from: number): number {
  let at = bytes.indexOf(delimiter, from);
  while (at >= 0) {
    if ((at === 0 || bytes[at - 1] === LF) && endsLine(bytes, at + delimiter.length)) return at;
    at = bytes.indexOf(delimiter, at + 1);
  }
  return -1;
}

/** A delimiter is followed by `--`, blanks or the line's end; another boundary that merely starts alike is not. */
function endsLine(bytes: Buffer, at: number): boolean {
  const next = bytes[at];
  return next === CR || next === LF || next === 0x20 || next === 0x09 || (next === DASH && bytes[at + 1] === DASH);
}

function afterLine(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(LF, at);
  if (end < 0) throw invalid('the closing boundary is missing');
  return end + 1;
}

/** The line end before a delimiter belongs to the delimiter. */
function endOfPart(bytes: Buffer, start: number, delimiterAt: number): number {
  const end = bytes[delimiterAt - 2] === CR ? delimiterAt - 2 : delimiterAt - 1;
  return Math.max(start, end);
}

function parsePart(part: Buffer, limits: MultipartLimits): MultipartPart {
  let disposition = '';
  let contentType = '';
  let at = 0;
  for (let headers = 0; ; headers += 1) {
    const end = part.indexOf(LF, at);
    if (end < 0 || end > limits.partHeaderBytes) throw invalid('the headers of a part have no end');
    const line = part.toString('utf8', at, part[end - 1] === CR && end > at ? end - 1 : end);
    at = end + 1;
    if (line === '') break;
    if (headers === limits.partHeaders) throw invalid(`a part has more than ${limits.partHeaders} headers`);
    const colon = line.indexOf(':');
    if (colon <= 0) throw invalid('a header of a part has no name');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (name === 'content-disposition') disposition = line.slice(colon + 1);
    else if (name === 'content-type') contentType = line.slice(colon + 1);
  }
  const { parameters } = parseHeaderValue(disposition);
  const name = parameters.get('name') ?? '';
  const fileName = parameters.get('filename') ?? '';
  if (Buffer.byteLength(name) > limits.partNameBytes || Buffer.byteLength(fileName) > limits.partNameBytes) {
    throw invalid('the name of a part is too long');
  }
  return {
    name,
    fileName,
    contentType: parseHeaderValue(contentType).value.toLowerCase(),
    content: part.subarray(at),
  };
}
