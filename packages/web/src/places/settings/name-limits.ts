/** The catalog's limits: what is longer is refused by the server. */
export const MAX_NAME_LENGTH = 200;
export const MAX_SLUG_LENGTH = 50;
