import { askedLabels, type CallContext } from './asked-labels.ts';
import { openRange } from './pyroscope-range.ts';
import { parseRenderQuery } from './render-words.ts';
import { parseTypeId } from './type-ids.ts';

/** What a question like `type{labels}`, or `{labels}`, is about: so much it would read at most. */
export async function analyzeQuery(
  context: CallContext,
  query: string,
  { start, end }: { readonly start: bigint; readonly end: bigint },
) {
  const { questions, project, ask } = context;
  const range = openRange(start, end);
  const { typeId: named, asked } = parseRenderQuery(query, { start, end });
  const { apps, labels, typeId = named } = await askedLabels(context, range, asked.labelSelector, 'query');
  const type = typeId === '' ? {} : parseTypeId(typeId);
  const size = await questions.selectionSize(project, { ...range, ...type, apps, labels }, ask);
  return {
    queryScopes: [
      {
        componentType: 'store',
        componentCount: 1n,
        seriesCount: BigInt(size.series),
        profileCount: BigInt(size.profiles),
        sampleCount: BigInt(size.samples),
      },
    ],
    queryImpact: { totalBytesInTimeRange: BigInt(size.originalBytes), totalQueriedSeries: BigInt(size.series) },
  };
}
