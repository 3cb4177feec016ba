import { placeFields } from '../../state/place-search.ts';
import { type SearchOf, searchOf, textField } from '../../state/search-fields.ts';

const text = textField();

/** What the ingest place keeps in its address. */
export const ingestSearch = searchOf({ ...placeFields, source: text, app: text, reason: text });

export type IngestSearch = SearchOf<typeof ingestSearch>;

/** A day shows what is wrong now without the noise of last week. */
export const INGEST_RANGE = '24h';
