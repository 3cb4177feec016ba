import { z } from 'zod';
import { captureStates } from '../../api/capture-wire.ts';
import { placeSearch } from '../../state/place-search.ts';

/** What the captures place keeps in its address. */
export const capturesSearch = placeSearch.extend({
  /** The chosen host: `R` records it, and the list shows its recordings. */
  host: z.coerce.number().int().min(0).max(100_000).optional().catch(undefined),
  state: z.enum(captureStates).optional().catch(undefined),
  /** How long to record. */
  seconds: z.coerce.number().int().min(1).max(86_400).optional().catch(undefined),
  /** The capture whose flame graph is open. */
  capture: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .catch(undefined),
});

export type CapturesSearch = z.output<typeof capturesSearch>;

export const DEFAULT_SECONDS = 60;
