/** What the command's exit status means; scripts rely on it, so a number never changes its meaning. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
  notFound: 5,
  busy: 6,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One line per exit code, for `--help` and the reference page. */
export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.ok, 'done'],
  [exitCodes.failure, 'failed; the message says why'],
  [exitCodes.usage, 'the command line or a value on it is not valid'],
  [exitCodes.unreachable, 'the server cannot be reached'],
  [exitCodes.refused, 'no token, or the token does not allow it (401, 403)'],
  [exitCodes.notFound, 'there is no such thing (404, 410)'],
  [exitCodes.busy, 'the server asks to come back later (429, 503)'],
  [exitCodes.cancelled, 'cancelled with Ctrl-C'],
];
