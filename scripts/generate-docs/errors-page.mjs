import { generatedNote, table } from './markdown.mjs';

/** The catalogue of errors as a table; `catalogue` is the server's `errorCatalogue`. */
export function errorsPage(catalogue) {
  const rows = Object.entries(catalogue).map(([code, { status, message, retryAfterSeconds }]) => [
    `\`${code}\``,
    status,
    message,
    retryAfterSeconds === undefined ? '' : `${retryAfterSeconds} s`,
  ]);
  return `${generatedNote}# Errors

Every error that leaves the server has a stable code. Routes under \`/api/v1\` answer it as \`application/problem+json\` (RFC 9457) with the code in \`code\`; the other faces answer in the shape of their protocol.
The codes of refused uploads are also the reasons under which \`hearth drops\` counts them.

${table(['code', 'status', 'meaning', 'Retry-After'], rows)}`;
}
