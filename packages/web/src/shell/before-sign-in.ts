const KEY = 'hearth-before-sign-in';

/** Remembers the address that somebody was at who had to sign in; for this tab only. */
export function keepAddressBeforeSignIn(address: string): void {
  sessionStorage.setItem(KEY, address);
}

/** The address, once; undefined when there is none. */
export function takeAddressBeforeSignIn(): string | undefined {
  const address = sessionStorage.getItem(KEY) ?? undefined;
  sessionStorage.removeItem(KEY);
  return address;
}
