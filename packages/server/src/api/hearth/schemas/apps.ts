import { z } from 'zod';
import type { DescribedApplication } from '../../../query/applications.ts';
import { timeField, timeText } from './time-parameter.ts';

export const appsAnswer = z
  .object({
    apps: z.array(
      z.object({
        app: z.string(),
        environments: z.array(z.string()),
        languages: z.array(z.string()),
        runtimeVersion: z.string().nullable().meta({ description: 'As its newest profile says it.' }),
        types: z.array(
          z.object({
            name: z.string(),
            title: z.string(),
            description: z.string(),
            unit: z.string(),
            aggregation: z.enum(['sum', 'avg']),
          }),
        ),
        hosts: z.int().meta({ description: 'Different hosts that its profiles name.' }),
        release: z.string().nullable().meta({ description: 'As its newest profile says it.' }),
        profiles: z.int(),
        lastSeen: timeField,
      }),
    ),
  })
  .meta({ id: 'Apps' });

export const appsAnswerOf = (applications: readonly DescribedApplication[]): z.infer<typeof appsAnswer> => ({
  apps: applications.map(({ app, environments, languages, runtimeVersion, types, hosts, release, ...rest }) => ({
    app,
    environments: [...environments],
    languages: [...languages],
    runtimeVersion: runtimeVersion === '' ? null : runtimeVersion,
    types: types.map((type) => ({ ...type })),
    hosts,
    release: release === '' ? null : release,
    profiles: rest.profiles,
    lastSeen: timeText(rest.lastSeenMs),
  })),
});
