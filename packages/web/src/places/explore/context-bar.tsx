import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { facetsQuery } from '../../api/queries.ts';
import type { App, AppType } from '../../api/wire.ts';
import { shortCount } from '../../format/number.ts';
import { filterText, matcherOf, selectorOf } from '../../state/place-search.ts';
import { rangeText, type Span, type TimeRange, wireRange } from '../../state/time-range.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { OptionPicker } from '../../ui/option-picker.tsx';
import { RangePicker } from '../../ui/range-picker.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useLater } from '../../ui/use-later.ts';
import { AddFilter } from './add-filter.tsx';
import type { ExploreSearch } from './explore-search.ts';

export interface ContextBarProps {
  readonly project: string;
  readonly search: ExploreSearch;
  readonly change: (part: Partial<ExploreSearch>) => void;
  readonly apps: readonly App[] | undefined;
  readonly app: App | undefined;
  readonly type: AppType | undefined;
  readonly range: TimeRange;
  readonly span: Span;
  readonly nowMs: number;
  /** The picture is there, or cannot come: values to filter by may be counted, and the address alone says which app it is. */
  readonly isDrawn: boolean;
}

/** A picture that takes longer is not waited for: perhaps a filter makes it quick. */
const COUNT_AFTER_MS = 1_000;

/** What is asked: app, profile type, filters with their counts, time range. */
export function ContextBar(props: ContextBarProps): ReactNode {
  const { search, change, apps, app, type, range, nowMs, isDrawn } = props;
  const types = app?.types ?? uniqueTypes(apps);
  return (
    <div className="context">
      {apps === undefined && !isDrawn ? (
        <Skeleton width={140} height={28} />
      ) : (
        <OptionPicker
          label="App"
          value={search.app ?? ALL_APPS}
          options={[
            { value: ALL_APPS },
            ...(apps ?? []).map(({ app: name, profiles }) => ({ value: name, note: shortCount(profiles) })),
          ]}
          onPick={(name) => change({ app: name === ALL_APPS ? undefined : name, zoom: undefined, fn: undefined })}
        >
          <button type="button" className="select" title={search.app}>
            <b>{search.app ?? ALL_APPS}</b>
            <span className="select-note">{app?.languages.join(', ')}</span>
            <Icon name="down" small />
          </button>
        </OptionPicker>
      )}
      <OptionPicker
        label="Profile type"
        value={type?.name}
        options={types.map(({ name, title }) => ({ value: name, note: title }))}
        onPick={(name) => change({ type: name, zoom: undefined })}
      >
        <button type="button" className="select">
          <b>{type?.name ?? (apps === undefined ? 'not known' : 'no type')}</b>
          <span className="select-note">{type?.title}</span>
          <Icon name="down" small />
        </button>
      </OptionPicker>
      <span className="divider" />
      <Filters {...props} />
      <div className="bar-end">
        <RangePicker
          range={range}
          nowMs={nowMs}
          onChange={(next) => change({ range: rangeText(next), brush: undefined })}
        />
        <CopyButton icon="link" text={() => location.href}>
          Share
        </CopyButton>
      </div>
    </div>
  );
}

const ALL_APPS = 'all apps';

function uniqueTypes(apps: readonly App[] | undefined): readonly AppType[] {
  const found = new Map<string, AppType>();
  for (const { types } of apps ?? []) for (const type of types) found.set(type.name, type);
  return [...found.values()];
}

function Filters({ project, search, change, app, span, type, isDrawn }: ContextBarProps): ReactNode {
  const host = hostOf(search);
  const mayCount = useLater(COUNT_AFTER_MS, isDrawn);
  const facets = useQuery({
    ...facetsQuery(project, {
      ...wireRange(span),
      app: search.app,
      environment: search.environment,
      type: type?.name,
      release: search.release,
      host,
    }),
    enabled: type !== undefined && mayCount,
  });
  const fields = facets.data?.fields;
  const optionsOf = (field: string) =>
    fields?.[field]?.values.map(({ value, count }) => ({ value, note: shortCount(count) }));
  const environments = optionsOf('environment') ?? app?.environments.map((value) => ({ value }));
  const rest = (search.where ?? []).filter((filter) => matcherOf(filter)?.name !== 'host');
  const setWhere = (where: readonly string[]): void => change({ where: where.length === 0 ? undefined : [...where] });
  return (
    <div className="filters">
      <FilterChip
        name="environment"
        value={search.environment}
        options={environments}
        onChange={(environment) => change({ environment })}
      />
      <FilterChip
        name="release"
        value={search.release}
        options={optionsOf('release')}
        onChange={(release) => change({ release })}
      />
      <FilterChip
        name="host"
        value={host}
        options={optionsOf('host')}
        onChange={(value) =>
          setWhere([...rest, ...(value === undefined ? [] : [filterText({ name: 'host', op: '=', value })])])
        }
      />
      {rest.map((filter) => (
        <FilterChip
          key={filter}
          name={matcherOf(filter)?.name ?? filter}
          value={filter.slice((matcherOf(filter)?.name ?? '').length)}
          options={[]}
          onChange={() => setWhere((search.where ?? []).filter((one) => one !== filter))}
        />
      ))}
      {type !== undefined && (
        <AddFilter
          project={project}
          selector={selectorOf({ ...search, focus: undefined, hide: undefined }, type.name, span)}
          onAdd={(filter) => setWhere([...new Set([...(search.where ?? []), filter])])}
        />
      )}
      {(['focus', 'hide'] as const).flatMap((kind) =>
        (search[kind] ?? []).map((name) => (
          <FilterChip
            key={`${kind} ${name}`}
            name={kind === 'focus' ? 'only' : 'without'}
            value={name}
            options={[]}
            onChange={() => {
              const left = (search[kind] ?? []).filter((one) => one !== name);
              change({ [kind]: left.length === 0 ? undefined : left });
            }}
          />
        )),
      )}
    </div>
  );
}

function hostOf({ where }: ExploreSearch): string | undefined {
  for (const filter of where ?? []) {
    const matcher = matcherOf(filter);
    if (matcher?.name === 'host' && matcher.op === '=') return matcher.value;
  }
  return undefined;
}
