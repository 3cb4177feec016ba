/** The version of Feldera whose API this is; its clients warn when theirs differs. */
export const FELDERA_VERSION = '0.369.0';
