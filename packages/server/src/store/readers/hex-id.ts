/** Ids that are not there are stored as zeros. */
const NONE = /^0*$/;

/** An id as text: '' for none. */
export const textOfHex = (hex: string): string => (NONE.test(hex) ? '' : hex);

/** Whether a text is an id of so many lower-case hex digits, and not the one that stands for none. */
export const isHexId = (text: string, digits: 16 | 32): boolean =>
  text.length === digits && /^[0-9a-f]+$/.test(text) && !NONE.test(text);
