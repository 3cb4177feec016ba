/**
 * Whether a client takes `Content-Encoding: gzip` (RFC 9110 12.5.3). One that says nothing gets the plain text: that is what
 * commands and scripts expect.
 */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  let any = false;
  for (const item of (acceptEncoding ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    const isTaken = !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    if (name === 'gzip' || name === 'x-gzip') return isTaken;
    if (name === '*') any = isTaken;
  }
  return any;
}
