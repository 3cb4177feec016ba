import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { captureQuery } from '../../api/capture-queries.ts';
import type { Capture, CaptureState } from '../../api/capture-wire.ts';
import { countText, valueText } from '../../format/number.ts';
import { Icon } from '../../ui/icon.tsx';

const steps = [
  ['requested', 'asked'],
  ['recording', 'recording'],
  ['writing', 'writing'],
  ['uploading', 'uploading'],
  ['done', 'ready'],
] as const satisfies readonly (readonly [CaptureState, string])[];

/** How far a recording is: the countdown as its agent says it, then what comes after. */
export function RunningCapture({ capture }: { readonly capture: Capture }): ReactNode {
  const { data } = useQuery(captureQuery(capture.id));
  const { state, durationSeconds, rate, requestedBy } = data ?? capture;
  const left = Math.ceil(data?.secondsLeft ?? durationSeconds);
  const at = Math.max(
    0,
    steps.findIndex(([name]) => name === state),
  );
  const done = state === 'recording' ? Math.max(0, 1 - left / durationSeconds) : at < 1 ? 0 : 1;
  const uploaded = data?.uploadedBytes ?? null;
  return (
    <>
      <p className="captures-left">
        {state === 'recording' ? (
          <>
            <b>{countText(left)}</b> s left
          </>
        ) : (
          <b className="captures-step">{steps[at]?.[1]}</b>
        )}
        <span className="grow" />
        <span className="mono muted small">of {countText(durationSeconds)} s</span>
      </p>
      <span className="captures-progress" aria-hidden="true">
        <i style={{ width: `${(done * 100).toFixed(1)}%` }} />
      </span>
      <ol className="captures-steps" aria-label="Steps">
        {steps.map(([name, word], index) => (
          <li key={name} aria-current={index === at ? 'step' : undefined}>
            {index < at && <Icon name="check" small />}
            {word}
          </li>
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        Host {capture.ordinal}: {steps[at]?.[1]}
      </p>
      <dl className="captures-facts">
        <dt>Rate</dt>
        <dd>{countText(rate)} Hz</dd>
        <dt>Asked by</dt>
        <dd>{requestedBy}</dd>
        {uploaded !== null && (
          <>
            <dt>Uploaded</dt>
            <dd>{valueText(uploaded, 'bytes')}</dd>
          </>
        )}
      </dl>
    </>
  );
}
