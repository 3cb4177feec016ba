import { z } from 'zod';
import {
  MAX_MATCHERS,
  MAX_PATTERN_LENGTH,
  MAX_SELECTED_APPS,
  MAX_SELECTED_PROFILES,
  MAX_VALUE_LENGTH,
  type Selector,
} from '../../../query/selector/selector.ts';
import { frameFields, frameOperators, MAX_FRAME_PATTERNS } from '../../../query/selector/stack-filter.ts';
import { matcherOperators } from '../../../store/readers/label-matcher.ts';
import type { ProfileId } from '../../../store/upload.ts';
import { timeParameter } from './time-parameter.ts';

const HOUR_MS = 3_600_000;
const name = z.string().min(1).max(MAX_VALUE_LENGTH);

const matcher = z
  .strictObject({
    name: name.meta({ description: '`environment`, `release`, `host`, `runtime`, ... or any other label.' }),
    op: z.enum(matcherOperators),
    value: z
      .string()
      .max(MAX_PATTERN_LENGTH)
      .meta({ description: "'' stands for a label that is not there. Patterns are RE2 and match the whole value." }),
  })
  .meta({ id: 'LabelMatcher' });

const framePattern = z
  .strictObject({
    field: z.enum(frameFields),
    op: z.enum(frameOperators),
    value: z
      .string()
      .max(MAX_PATTERN_LENGTH)
      .meta({ description: 'Patterns are RE2 and are found anywhere in the value; `^` and `$` tie them to its ends.' }),
  })
  .meta({ id: 'FramePattern' });

const frames = (description: string) => z.array(framePattern).max(MAX_FRAME_PATTERNS).optional().meta({ description });

const stackFilter = z
  .strictObject({
    focus: frames('Only stacks that have a matching frame for each of these.'),
    ignore: frames('Not stacks that have a frame which matches any of these.'),
    hide: frames('Frames that match any of these are taken out; what they call is called by what called them.'),
  })
  .meta({ id: 'StackFilter' });

const patternsOf = (list: readonly z.output<typeof framePattern>[] | undefined) =>
  list?.map(({ field, op, value }) => ({ field, operator: op, value }));

const profileId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits')
  .transform((id) => id as ProfileId);

/** Which samples a question is about, as it stands in a body. */
export const selectorBody = z
  .strictObject({
    app: z
      .union([name, z.array(name).min(1).max(MAX_SELECTED_APPS)])
      .optional()
      .meta({ description: 'One app or several; all when absent.' }),
    type: name.meta({ description: 'Profile type, e.g. `cpu`.' }),
    unit: z.string().max(MAX_VALUE_LENGTH).optional().meta({ description: 'Where the type comes in several units.' }),
    from: timeParameter.optional().meta({ description: 'An hour before `to` when absent.' }),
    to: timeParameter.optional().meta({ description: 'Now when absent. Not part of the range.' }),
    environment: z.string().max(MAX_VALUE_LENGTH).optional(),
    release: z.string().max(MAX_VALUE_LENGTH).optional(),
    labels: z.array(matcher).max(MAX_MATCHERS).default([]).meta({ description: 'All of them must hold.' }),
    profiles: z
      .array(profileId)
      .min(1)
      .max(MAX_SELECTED_PROFILES)
      .optional()
      .meta({ description: 'Only these profiles, whenever they began if no range is given.' }),
    stacks: stackFilter.optional().meta({ description: 'Which stacks of the profiles; all when absent.' }),
  })
  .superRefine(({ from, to }, context) => {
    if (from === undefined || to === undefined || from <= to) return;
    context.addIssue({ code: 'custom', path: ['from'], message: 'is later than to' });
  })
  .meta({ id: 'Selector' });

export type SelectorBody = z.output<typeof selectorBody>;

/** The range is always given, but for named profiles. */
export function selectorOf({ app, from, to, stacks, ...rest }: SelectorBody, nowMs: number): Selector {
  const end = to ?? (rest.profiles === undefined ? nowMs : undefined);
  const begin = from ?? (rest.profiles === undefined && end !== undefined ? end - HOUR_MS : undefined);
  return {
    ...rest,
    apps: typeof app === 'string' ? [app] : app,
    labels: rest.labels.map((one) => ({ name: one.name, operator: one.op, value: one.value })),
    fromMs: begin,
    toMs: end,
    ...(stacks === undefined
      ? {}
      : {
          stacks: {
            focus: patternsOf(stacks.focus),
            ignore: patternsOf(stacks.ignore),
            hide: patternsOf(stacks.hide),
          },
        }),
  };
}
