import { type ReactNode, useState } from 'react';
import { Segmented } from '../../ui/segmented.tsx';

const presets = [10, 30, 60, 300] as const;

export interface DurationChoiceProps {
  readonly seconds: number;
  readonly onChange: (seconds: number) => void;
}

/** How long to record: one of the presets, or typed. */
export function DurationChoice({ seconds, onChange }: DurationChoiceProps): ReactNode {
  const isPreset = presets.some((preset) => preset === seconds);
  const [isTyped, setTyped] = useState(!isPreset);
  const options = [
    ...presets.map((preset) => [String(preset), `${String(preset)} s`] as const),
    ['other', 'other'] as const,
  ];
  return (
    <>
      <Segmented
        label="How long"
        value={isTyped ? 'other' : String(seconds)}
        options={options}
        onChange={(value) => {
          setTyped(value === 'other');
          if (value !== 'other') onChange(Number(value));
        }}
      />
      {isTyped && (
        <label className="row small muted">
          <input
            className="input captures-seconds"
            type="number"
            aria-label="Seconds to record"
            min={1}
            max={86_400}
            value={seconds}
            onChange={(event) => {
              const typed = event.target.valueAsNumber;
              if (Number.isInteger(typed) && typed > 0) onChange(typed);
            }}
          />
          s
        </label>
      )}
    </>
  );
}
