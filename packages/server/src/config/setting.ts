import type { z } from 'zod';

/** One thing an operator can set: by flag, by environment variable, or left at its default. */
export interface Setting<T> {
  /** Command line flag without dashes; absent for secrets, which must not show in a process list. */
  readonly flag?: string;
  readonly env: string;
  readonly schema: z.ZodType<T>;
  readonly fallback: T;
  /** How the default reads in the reference when it is computed. */
  readonly fallbackText?: string;
  /** Placeholder in the help text, e.g. `N`. Absent for switches, whose flag may stand alone. */
  readonly placeholder?: string;
  readonly description: string;
}
