import type { HandlerContext, ServiceImpl } from '@connectrpc/connect';
import { projectOf } from '../../auth/register-auth.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_NODES } from '../../query/merge/shown-tree.ts';
import type { Questions } from '../../query/questions.ts';
import type { FlameGraph, QuerierService } from '../../rpc/generated/querier/v1/querier_pb.ts';
import { requestOfCall } from '../../rpc/register-rpc-service.ts';
import { analyzeQuery } from './analyze-query.ts';
import type { CallContext } from './asked-labels.ts';
import { type AskedValues, askedSelector, callSiteOf } from './asked-selector.ts';
import { askTimelineLines, stepOfSeconds } from './asked-timeline.ts';
import { askDiffMessage } from './diff-message.ts';
import { exemplarMessage } from './exemplar-message.ts';
import { exemplarsOf, heatmapOf } from './exemplar-type.ts';
import { flameGraphMessage } from './flame-graph-message.ts';
import { heatmapSeries } from './heatmap-series.ts';
import { dotText, type MergedValues, mergedValues, pprofMessage, shownNodes } from './merged-values.ts';
import { labelNames, labelValues, profileTypeIds, seriesLabels } from './metadata-answers.ts';
import { openRange } from './pyroscope-range.ts';
import { treeMessage } from './tree-message.ts';

const FORMATS = { flameGraph: [0, 1], tree: 2, dot: 3, pprof: 4 } as const;
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
  const flameGraphOf = async (
    context: CallContext,
    asked: AskedMerge,
    format: number,
  ): Promise<{
    flamegraph?: Omit<FlameGraph, '$typeName' | 'levels'> & { levels: { values: bigint[] }[] };
    tree?: Uint8Array<ArrayBuffer>;
  }> => {
    const { tree } = await merged(context, asked, 'function');
    return format === FORMATS.tree ? { tree: treeMessage(tree) } : { flamegraph: flameGraphMessage(tree) };
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
        const values = await merged(context, asked, 'line', MAX_NODES);
        return { pprof: { profile: pprofMessage(values, profileTypeID) } };
      }
      if (format > FORMATS.pprof || format < 0)
        throw new HearthError('invalid_request', { message: 'format: is not known.' });
      return flameGraphOf(context, asked, format);
    },
    selectMergeSpanProfile: async (asked, call) => flameGraphOf(contextOf(call), asked, asked.format),
    selectMergeProfile: async (asked, call) =>
      pprofMessage(await merged(contextOf(call), asked, 'line', MAX_NODES), asked.profileTypeID),
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
      return {
        series: lines.map(({ labels, points, exemplars }) => ({
          labels: [...labels],
          points: points.map(({ startMs, sum, profiles }) => ({
            value: aggregation === MEAN ? Number(sum) / Math.max(profiles, 1) : Number(sum),
            timestamp: BigInt(Math.min(startMs + stepMs, selector.toMs)),
            exemplars: exemplars.has(startMs) ? [exemplarMessage(exemplars.get(startMs)!, labels)] : [],
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
      return { flamegraph: await askDiffMessage(contextOf(call), left, right, maxNodes) };
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
