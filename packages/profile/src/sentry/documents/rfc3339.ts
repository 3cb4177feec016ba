/** Unix microseconds as RFC 3339 in UTC, with no more digits of the second than needed. */
export function rfc3339(unixMicros: number): string {
  const micros = Math.round(unixMicros);
  const seconds = Math.floor(micros / 1e6);
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = String(micros - seconds * 1e6)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${whole}Z` : `${whole}.${fraction}Z`;
}
