import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { facetsQuery } from '../../api/queries.ts';
import type { FacetsAnswer } from '../../api/wire.ts';
import { shortCount } from '../../format/number.ts';
import { wireRange } from '../../state/time-range.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { OptionPicker } from '../../ui/option-picker.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { CompareSearch } from './compare-search.ts';
import { type Offered, type PresetName, presetNames, presetOf, presetSearch, presetTexts } from './presets.ts';
import type { Compare } from './use-compare.ts';

export interface CompareBarProps {
  readonly project: string;
  readonly search: CompareSearch;
  readonly change: (part: Partial<CompareSearch>) => void;
  readonly compare: Compare;
  readonly onSwap: () => void;
}

const ALL_APPS = 'all apps';

/** What both sides have in common, and what sets them apart. */
export function CompareBar({ project, search, change, compare, onSwap }: CompareBarProps): ReactNode {
  const { apps = [], app, type, spans } = compare;
  const types = new Map((app === undefined ? apps : [app]).flatMap((one) => one.types.map((of) => [of.name, of])));
  const values = facetsQuery(project, { ...wireRange(spans.after), app: search.app, type: type?.name });
  const facets = useQuery({ ...values, enabled: type !== undefined });
  const queryClient = useQueryClient();
  const current = presetOf(search);
  const isMissing = (name: PresetName): boolean =>
    facets.data !== undefined && presetSearch(name, search, offeredBy(facets.data)) === undefined;
  const pick = async (name: string): Promise<void> => {
    // Chosen before the values are known: they are waited for.
    const offered = offeredBy(await queryClient.ensureQueryData(values));
    const next = presetSearch(name as PresetName, search, offered);
    if (next !== undefined) change(next);
  };
  return (
    <div className="context">
      <OptionPicker
        label="App"
        value={search.app ?? ALL_APPS}
        options={[
          { value: ALL_APPS },
          ...apps.map(({ app: value, profiles }) => ({ value, note: shortCount(profiles) })),
        ]}
        onPick={(name) => change({ app: name === ALL_APPS ? undefined : name, zoom: undefined, fn: undefined })}
      >
        <button type="button" className="select" title={search.app}>
          <b>{search.app ?? ALL_APPS}</b>
          <span className="select-note">{app?.languages.join(', ')}</span>
          <Icon name="down" small />
        </button>
      </OptionPicker>
      <OptionPicker
        label="Profile type"
        value={type?.name}
        options={[...types.values()].map(({ name, title }) => ({ value: name, note: title }))}
        onPick={(name) => change({ type: name, zoom: undefined })}
      >
        <button type="button" className="select">
          <b>{type?.name ?? 'no type'}</b>
          <span className="select-note">{type?.title}</span>
          <Icon name="down" small />
        </button>
      </OptionPicker>
      <span className="divider" />
      <OptionPicker
        label="Preset"
        value={current}
        options={presetNames.map((value) => ({
          value,
          text: presetTexts[value],
          note: isMissing(value) ? 'only one there' : undefined,
        }))}
        onPick={(name) => void pick(name)}
      >
        <button type="button" className="select">
          <span className="select-note">Preset</span>
          <b>{current === undefined ? 'By hand' : presetTexts[current]}</b>
          <Icon name="down" small />
        </button>
      </OptionPicker>
      <Button icon="retry" onClick={onSwap} title="A becomes B (X)">
        Swap
      </Button>
      <div className="bar-end">
        <Segmented
          label="Values"
          value={search.mode ?? 'normalised'}
          options={[
            ['normalised', 'Normalised'],
            ['absolute', 'Absolute'],
          ]}
          onChange={(mode) => change({ mode: mode === 'absolute' ? mode : undefined })}
        />
        <CopyButton icon="link" text={() => location.href}>
          Share
        </CopyButton>
      </div>
    </div>
  );
}

/** Values of the three fields that presets compare, the most frequent first. */
function offeredBy({ fields }: FacetsAnswer): Offered {
  const valuesOf = (field: string): readonly string[] =>
    [...(fields[field]?.values ?? [])]
      .filter(({ value }) => value !== '')
      .sort((left, right) => right.count - left.count)
      .map(({ value }) => value);
  return { releases: valuesOf('release'), environments: valuesOf('environment'), hosts: valuesOf('host') };
}
