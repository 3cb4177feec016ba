/** What must not expire: an app's profiles that start in [fromMs, toMs), or one of them. */
export interface Pin {
  readonly id: string;
  readonly projectId: number;
  readonly app: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** 32 hex digits; undefined for all of the range. */
  readonly profileId: string | undefined;
}
