/** The client went away, or was cut off for being slow, before its body was complete. Nobody is there to be answered. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';
}
