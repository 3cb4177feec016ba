import { z } from 'zod';
import { profileOrders, type SearchProfilesAnswer } from '../../../query/profiles/search-profiles.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../../store/readers/list-profiles.ts';
import { sources } from '../../../store/upload.ts';
import { profileItem, profileItemOf } from './profile.ts';
import { selectionBody } from './selection.ts';
import { typeField } from './stack-answers.ts';
import { wholeNumber, wholeNumberOf } from './whole-number.ts';

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** A whole number of 64 bits, as a number or as its digits. */
const int64Parameter = z
  .union([z.int(), z.string().regex(/^-?\d{1,19}$/, 'must be a whole number')])
  .transform((value) => BigInt(value))
  .refine((value) => value >= INT64.min && value <= INT64.max, 'is beyond 64 bits');

export const searchProfilesBody = z.strictObject({
  selector: selectionBody,
  source: z.enum(sources).optional(),
  order: z
    .enum(profileOrders)
    .default('start')
    .meta({ description: '`start`: newest first. `value`: largest first; needs `selector.type`.' }),
  minValue: int64Parameter.optional().meta({ description: 'Only values from it on; needs order `value`.' }),
  maxValue: int64Parameter.optional().meta({ description: 'Only values below it; needs order `value`.' }),
  limit: z.int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  cursor: z.string().optional().meta({ description: '`next` of the page before.' }),
});

const valuedProfile = profileItem
  .extend({
    host: z.string().nullable(),
    durationMs: z.number(),
    value: wholeNumber
      .nullable()
      .meta({ description: 'Sum of its values of the type within the selected series; null without a type.' }),
  })
  .meta({ id: 'ValuedProfile' });

export const searchProfilesAnswer = z
  .object({
    profiles: z.array(valuedProfile),
    type: typeField.nullable(),
    next: z.string().nullable().meta({ description: 'Cursor of the next page; null at the end.' }),
  })
  .meta({ id: 'FoundProfiles' });

export const searchProfilesAnswerOf = ({
  profiles,
  type,
  next,
}: SearchProfilesAnswer): z.infer<typeof searchProfilesAnswer> => ({
  profiles: profiles.map(({ profile, value }) => ({
    ...profileItemOf(profile),
    host: profile.facets.host === '' ? null : profile.facets.host,
    durationMs: profile.endMs - profile.startMs,
    value: value === undefined ? null : wholeNumberOf(value),
  })),
  type: type === undefined ? null : { name: type.type, unit: type.unit, aggregation: type.aggregation },
  next: next ?? null,
});
