import { FlameLayout, type FrameBox, type NodeIndex, ROOT } from '@hearth/flamegraph';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { mergeQuery, profileQuery } from '../../api/queries.ts';
import { countText, valueText } from '../../format/number.ts';
import { columnsOf } from '../../stacks/columns-of.ts';
import { OpenIn } from '../../stacks/open-in.tsx';
import { firstType, selectorOfProfile } from '../../stacks/selector-of-profile.ts';
import { IconButton } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FlameView } from '../../ui/flame/flame-view.tsx';
import { FrameTooltip } from '../../ui/flame/frame-tooltip.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

export interface CaptureResultProps {
  readonly params: { readonly org: string; readonly project: string };
  readonly profileId: string;
  readonly title: string;
  readonly onClose: () => void;
}

/** What was recorded, as a flame graph in its place; all else is on the profile's own page. */
export function CaptureResult({ params, profileId, title, onClose }: CaptureResultProps): ReactNode {
  const detail = useQuery(profileQuery(params.project, profileId));
  const selector = detail.data && selectorOfProfile(detail.data, firstType(detail.data.types) ?? '');
  const merge = useQuery({
    ...mergeQuery(params.project, selector ?? { type: '' }),
    enabled: selector !== undefined,
  });
  const layout = useMemo(
    () => (merge.data === undefined ? undefined : new FlameLayout(columnsOf(merge.data.tree))),
    [merge.data],
  );
  const unit = merge.data?.facts.type.unit ?? '';
  const inUnit = useMemo(() => (value: number) => valueText(value, unit), [unit]);
  const error = detail.error ?? merge.error;
  return (
    <section className="captures-result" aria-label={title}>
      <div className="viewbar">
        <h2>{title}</h2>
        <span className="muted small">
          {merge.data !== undefined &&
            `${countText(merge.data.facts.samples)} samples, ${inUnit(Number(merge.data.facts.total))} ${merge.data.facts.type.name}`}
        </span>
        <span className="grow" />
        <OpenIn project={params.project} id={profileId} type={selector?.type} disabled={selector === undefined} />
        <Link to="/o/$org/p/$project/profiles/$id" params={{ ...params, id: profileId }} className="button">
          Open the whole profile
        </Link>
        <IconButton icon="cross" label="Close the result" onClick={onClose} />
      </div>
      {error !== null && <ErrorNotice error={error} />}
      {error === null && layout === undefined && (
        <div className="captures-result-wait">
          <Skeleton width="100%" height={19} />
          <Skeleton width="80%" height={19} />
          <Skeleton width="46%" height={19} />
        </div>
      )}
      {layout !== undefined && <Graph layout={layout} valueText={inUnit} />}
    </section>
  );
}

function Graph({
  layout,
  valueText: inUnit,
}: {
  readonly layout: FlameLayout;
  readonly valueText: (value: number) => string;
}): ReactNode {
  const [zoom, setZoom] = useState<NodeIndex>(ROOT);
  const [hover, setHover] = useState<{ readonly node: NodeIndex; readonly box: FrameBox }>();
  return (
    <>
      <FlameView
        layout={layout}
        valueText={inUnit}
        zoom={zoom}
        handlers={{
          onHover: (node, box) => setHover(node === undefined || box === undefined ? undefined : { node, box }),
          onZoom: setZoom,
          onBack: () => setZoom(ROOT),
        }}
      />
      {hover !== undefined && hover.node < layout.columns.parent.length && (
        <FrameTooltip layout={layout} node={hover.node} box={hover.box} zoom={zoom} valueText={inUnit} />
      )}
    </>
  );
}
