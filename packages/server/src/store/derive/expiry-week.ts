const DAY_MS = 86_400_000;

/** Days since 1970 in UTC: the day of a partition. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

/** The week since 1970 in which facts of that start and class have surely been dropped: what they refer to is kept until then. */
export const expiryWeek = (startMs: number, keepDays: number): number => Math.ceil((dayOf(startMs) + keepDays + 2) / 7);
