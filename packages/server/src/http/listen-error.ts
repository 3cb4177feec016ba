/** What to do about an address that cannot be listened on, by the system's code. */
const advice: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is in use, by another Hearth or another program. Stop that, or take another port with --port.`,
  EACCES: (_, port) =>
    `This user may not listen on port ${port}. Take one above 1023 with --port, and put a proxy in front.`,
  EADDRNOTAVAIL: (host) => `${host} is not an address of this machine. Name one with --host.`,
  ENOTFOUND: (host) => `${host} is not a known name. Name an address of this machine with --host.`,
};

/** The error of a listener, in words that say what to do. */
export function listenError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = advice[code]?.(host, port) ?? `${host}:${port} cannot be listened on: ${String(error)}`;
  return new Error(message, { cause: error });
}
