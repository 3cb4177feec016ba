import type { ErrorCode } from '../../errors/catalogue.ts';

/** Profiles that were refused while others of their request were taken are counted apart from whole requests: `rejected_invalid_profile`. */
const PREFIX = 'rejected_';

export const rejectedReason = (code: ErrorCode): string => PREFIX + code;

/** The code of such a reason. */
export const codeOfRejected = (reason: string): ErrorCode => reason.slice(PREFIX.length) as ErrorCode;
