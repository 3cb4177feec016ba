import { z } from 'zod';
import { placeSearch } from '../../state/place-search.ts';

export const sections = ['project', 'keys', 'tokens', 'retention', 'pins', 'captures', 'erase'] as const;
export type Section = (typeof sections)[number];

/** What the settings keep in their address. */
export const settingsSearch = placeSearch.extend({
  section: z.enum(sections).optional().catch(undefined),
  /** The form of a new token is open: for people and programs, or for agents. */
  make: z.enum(['token', 'agent']).optional().catch(undefined),
  /** The pipeline of a new agent's token. */
  pipeline: z.string().max(63).optional().catch(undefined),
  /** Tokens and keys that do not work any more are shown instead of the others. */
  ended: z.literal('yes').optional().catch(undefined),
});

export type SettingsSearch = z.output<typeof settingsSearch>;
