import { z } from 'zod';
import { placeSearch } from '../../state/place-search.ts';

const text = z.string().min(1).max(200).optional().catch(undefined);

/** What the ingest place keeps in its address. */
export const ingestSearch = placeSearch.extend({ source: text, app: text, reason: text });

export type IngestSearch = z.output<typeof ingestSearch>;

/** A day shows what is wrong now without the noise of last week. */
export const INGEST_RANGE = '24h';
