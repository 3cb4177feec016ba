/** `warn` is worth reading, `fail` keeps the server from working. */
export type CheckState = 'ok' | 'warn' | 'fail';

export interface CheckResult {
  readonly state: CheckState;
  readonly detail: string;
}

/** One question of `hearth doctor`. A check that throws has failed. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<CheckResult>;
}

export const ok = (detail: string): CheckResult => ({ state: 'ok', detail });
export const warn = (detail: string): CheckResult => ({ state: 'warn', detail });
export const fail = (detail: string): CheckResult => ({ state: 'fail', detail });
