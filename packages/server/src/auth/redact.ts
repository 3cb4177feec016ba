/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

/** Headers whose whole value is a credential, in lower case. */
const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'x-sentry-auth',
  'dd-api-key',
  'dd-application-key',
  'x-api-key',
  'cookie',
  'set-cookie',
]);

/** Ends of names, of query parameters and in `name=value` and JSON texts, whose value is a credential: `access_token`, `dbPassword`. */
const secretNames = 'sentry_key|sentry_secret|dsn|dd-api-key|dd_api_key|api_key|apikey|token|password|secret';

/**
 * In the order they are applied. None nests quantifiers, so texts from outside cost linear time.
 * A bare 32-hex word is left alone: profile and event ids look like that. Keys are known by where they stand.
 */
const rules: readonly (readonly [RegExp, string])[] = [
  // Tokens, session secrets, link codes: known by sight.
  [/hearth_[A-Za-z0-9_]+/g, REDACTED],
  // JSON web tokens, wherever they stand: looked for from the start of a word that two dots follow, once in each word.
  [/(?<![\w-])(?=[\w-]+\.[\w-]+\.)([\w-]*?)\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, `$1${REDACTED}`],
  // Keys of Feldera's API.
  [/apikey:[A-Za-z0-9]+/g, REDACTED],
  // The path prefix, also inside a longer URL; only what has the form of a key, `/t/info` says nothing.
  [/(\/(?:t|%74)\/)[0-9a-f]{32}(?![0-9a-f])/gi, `$1${REDACTED}`],
  // Userinfo: DSNs, agents' URLs.
  [/(:\/\/)[^/?#\s"'<>@]{1,512}@/g, `$1${REDACTED}@`],
  // Header lines and pairs of names and values, as in messages, queries and JSON.
  [
    /\b((?:proxy-)?authorization|x-sentry-auth|dd-api-key|set-cookie|cookie)(["']?\s*[:=]\s*["']?)[^\r\n"']+/gi,
    `$1$2${REDACTED}`,
  ],
  [new RegExp(`(${secretNames})(["']?\\s*[=:]\\s*["']?)[^\\s&,;"'}]+`, 'gi'), `$1$2${REDACTED}`],
  [/\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{6,}/gi, `$1 ${REDACTED}`],
];

/** A text for logs and drop samples, without what may be a credential. */
export function redact(text: string): string {
  let clean = text;
  for (const [pattern, replacement] of rules) clean = clean.replace(pattern, replacement);
  return clean;
}

const secretParameter = new RegExp(`(?:${secretNames})$`, 'i');

/**
 * A URL or path with query, without what may be a credential: whatever follows `/t/` at its start (a wrong key too),
 * userinfo, and values of secret parameters however their names are written.
 */
export function redactUrl(url: string): string {
  const [path = '', query] = splitOnce(url, '?');
  const cleanPath = redact(path.replace(/^((?:[a-z][a-z0-9+.-]*:\/\/[^/]*)?\/+(?:t|%74)\/+)[^/]+/i, `$1${REDACTED}`));
  if (query === undefined) return cleanPath;
  const pairs = query.split('&').map((pair) => {
    const [name = '', value] = splitOnce(pair, '=');
    if (value === undefined) return redact(pair);
    return secretParameter.test(decoded(name))
      ? `${name}=${REDACTED}`
      : `${name}=${redact(decoded(value)) === decoded(value) ? value : REDACTED}`;
  });
  return `${cleanPath}?${pairs.join('&')}`;
}

/** Headers for logs: those that carry credentials are blanked, the others freed of any they quote (`Referer`). */
export function redactHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = typeof value === 'string' ? value : value.join(', ');
    clean[name] = secretHeaders.has(name.toLowerCase()) ? REDACTED : redactUrl(text);
  }
  return clean;
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
