import type { HandlerContext, ServiceImpl } from '@connectrpc/connect';
import { projectOf } from '../../auth/register-auth.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_NODES } from '../../query/merge/shown-tree.ts';
import type { Questions } from '../../query/questions.ts';
import type { TimelinePoint } from '../../query/timeline/ask-timeline.ts';
import { ProfileSchema } from '../../rpc/generated/google/v1/profile_pb.ts';
import {
  DiffResponseSchema,
  PprofProfileSchema,
  type QuerierService,
  SelectMergeSpanProfileResponseSchema,
  SelectMergeStacktracesResponseSchema,
} from '../../rpc/generated/querier/v1/querier_pb.ts';
import { requestOfCall } from '../../rpc/register-rpc-service.ts';
import { fieldBytes, writtenAnswer } from '../../rpc/written-answer.ts';
import { analyzeQuery } from './analyze-query.ts';
import { askedDiff } from './asked-diff.ts';
import type { CallContext } from './asked-labels.ts';
import { type AskedValues, askedSelector, callSiteOf } from './asked-selector.ts';
import { askTimelineLines, stepOfSeconds } from './asked-timeline.ts';
import { exemplarMessage } from './exemplar-message.ts';
import { exemplarsOf, heatmapOf } from './exemplar-type.ts';
import { type FlameGraphAnswer, flameGraphAnswer } from './flame-graph-answer.ts';
import { heatmapSeries } from './heatmap-series.ts';
import { dotText, type MergedValues, mergedValues, pprofBytes, shownNodes } from './merged-values.ts';
import { labelNames, labelValues, profileTypeIds, seriesLabels } from './metadata-answers.ts';
import { openRange } from './pyroscope-range.ts';
import { seriesAnswer } from './series-answer.ts';
import { treeMessage } from './tree-message.ts';

const FORMATS = { flameGraph: [0, 1], tree: 2, dot: 3, pprof: 4 } as const;
const PPROF_FIELD = SelectMergeStacktracesResponseSchema.field.pprof.number;
const PROFILE_FIELD = PprofProfileSchema.field.profile.number;
const SUM = 0;
const MEAN = 1;

type AskedMerge = AskedValues & { readonly maxNodes?: bigint | undefined };

/** What Grafana asks Pyroscope. */
export function querierService(questions: Questions): Partial<ServiceImpl<typeof QuerierService>> {
  const contextOf = (call: HandlerContext): CallContext => ({
    questions,
    project: projectOf(requestOfCall(call)).id,
    ask: { signal: call.signal },
  });
  const merged = async (
    context: CallContext,
    asked: AskedMerge,
    grouping: 'function' | 'line',
    maxNodes?: number,
  ): Promise<MergedValues> => {
    const { stackTraceSelector } = asked;
    const shape = {
      grouping,
      maxNodes: shownNodes(asked.maxNodes, maxNodes),
      callSite: callSiteOf(stackTraceSelector),
    } as const;
    return mergedValues(context, await askedSelector(context, asked), shape, stackTraceSelector?.goPgo);
  };
  const flameGraphOf = async <Schema extends FlameGraphAnswer>(
    call: HandlerContext,
    asked: AskedMerge & { readonly format: number },
    schema: Schema,
  ) => {
    const { tree } = await merged(contextOf(call), asked, 'function');
    return asked.format === FORMATS.tree ? { tree: treeMessage(tree) } : flameGraphAnswer(call, schema, tree);
  };

  return {
    profileTypes: async ({ start, end }, call) => {
      const ids = await profileTypeIds(contextOf(call), openRange(start, end));
      return { profileTypes: ids.map(profileTypeMessage) };
    },
    labelNames: async ({ matchers, start, end }, call) => ({
      names: [...(await labelNames(contextOf(call), openRange(start, end), matchers))],
    }),
    labelValues: async ({ name, matchers, start, end }, call) => ({
      names: [...(await labelValues(contextOf(call), openRange(start, end), name, matchers))],
    }),
    series: async ({ matchers, labelNames: names, start, end }, call) => {
      const sets = await seriesLabels(contextOf(call), openRange(start, end), matchers, names);
      return { labelsSet: sets.map((labels) => ({ labels: [...labels] })) };
    },
    selectMergeStacktraces: async (asked, call) => {
      const context = contextOf(call);
      const { format, profileTypeID } = asked;
      if (format === FORMATS.dot) {
        return { dot: dotText(await merged(context, asked, 'function'), profileTypeID) };
      }
      if (format === FORMATS.pprof) {
        const profile = pprofBytes(await merged(context, asked, 'line', MAX_NODES), profileTypeID);
        return writtenAnswer(call, SelectMergeStacktracesResponseSchema, {
          bytes: () => fieldBytes(PPROF_FIELD, fieldBytes(PROFILE_FIELD, profile)),
        });
      }
      if (format > FORMATS.pprof || format < 0)
        throw new HearthError('invalid_request', { message: 'format: is not known.' });
      return flameGraphOf(call, asked, SelectMergeStacktracesResponseSchema);
    },
    selectMergeSpanProfile: async (asked, call) => flameGraphOf(call, asked, SelectMergeSpanProfileResponseSchema),
    selectMergeProfile: async (asked, call) => {
      const profile = pprofBytes(await merged(contextOf(call), asked, 'line', MAX_NODES), asked.profileTypeID);
      return writtenAnswer(call, ProfileSchema, { bytes: () => profile });
    },
    selectSeries: async (asked, call) => {
      const context = contextOf(call);
      const { profileTypeID: typeId, groupBy, aggregation = SUM, limit = 0n } = asked;
      if (aggregation !== SUM && aggregation !== MEAN) {
        throw new HearthError('invalid_request', { message: 'aggregation: is not known.' });
      }
      const stepMs = stepOfSeconds(asked.step);
      const selector = await askedSelector(context, asked);
      const lines = await askTimelineLines(context, selector, {
        typeId,
        groupBy,
        stepMs,
        limit: limitOf(limit),
        callSite: callSiteOf(asked.stackTraceSelector),
        exemplars: exemplarsOf(asked.exemplarType),
      });
      const pointValue = ({ sum, profiles }: TimelinePoint): number =>
        aggregation === MEAN ? Number(sum) / Math.max(profiles, 1) : Number(sum);
      const timeMs = ({ startMs }: TimelinePoint): number => Math.min(startMs + stepMs, selector.toMs);
      if (lines.every(({ exemplars }) => exemplars.size === 0)) {
        return seriesAnswer(
          call,
          lines.map(({ labels, points }) => ({ labels, values: points.map(pointValue), timesMs: points.map(timeMs) })),
        );
      }
      return {
        series: lines.map(({ labels, points, exemplars }) => ({
          labels: [...labels],
          points: points.map((point) => ({
            value: pointValue(point),
            timestamp: BigInt(timeMs(point)),
            exemplars: exemplars.has(point.startMs) ? [exemplarMessage(exemplars.get(point.startMs)!, labels)] : [],
          })),
        })),
      };
    },
    selectHeatmap: async (asked, call) => {
      const { profileTypeID: typeId, groupBy, limit = 0n } = asked;
      const of = heatmapOf(asked.queryType);
      const exemplars = exemplarsOf(asked.exemplarType);
      if (exemplars !== undefined && exemplars !== of) {
        throw new HearthError('invalid_request', {
          message: 'exemplar_type: has to be what the heatmap is of, or none.',
        });
      }
      const context = contextOf(call);
      const stepMs = stepOfSeconds(asked.step);
      const selector = await askedSelector(context, asked);
      const withExemplars = exemplars !== undefined;
      return {
        series: await heatmapSeries(context, selector, {
          of,
          typeId,
          groupBy,
          stepMs,
          limit: limitOf(limit),
          withExemplars,
        }),
      };
    },
    diff: async ({ left, right }, call) => {
      if (left === undefined || right === undefined) {
        throw new HearthError('invalid_request', { message: 'left, right: both sides have to be there.' });
      }
      const maxNodes = shownNodes(left.maxNodes ?? right.maxNodes);
      const { tree, ticks } = await askedDiff(contextOf(call), left, right, maxNodes);
      return flameGraphAnswer(call, DiffResponseSchema, tree, ticks);
    },
    getProfileStats: async (_asked, call) => {
      const { project, ask } = contextOf(call);
      const times = await questions.profileTimes(project, ask);
      if (times === undefined) return { dataIngested: false };
      return {
        dataIngested: true,
        oldestProfileTime: BigInt(times.oldestMs),
        newestProfileTime: BigInt(times.newestMs),
      };
    },
    analyzeQuery: async ({ query, start, end }, call) => analyzeQuery(contextOf(call), query, { start, end }),
  };
}

const limitOf = (limit: bigint): number | undefined => (limit > 0n ? Number(limit) : undefined);

function profileTypeMessage(id: string) {
  const [name = '', sampleType = '', sampleUnit = '', periodType = '', periodUnit = ''] = id.split(':');
  return { ID: id, name, sampleType, sampleUnit, periodType, periodUnit };
}
