/** What a document of bytes says. */
export const textOf = (json: Uint8Array | undefined): string => new TextDecoder('utf-8', { fatal: true }).decode(json);
