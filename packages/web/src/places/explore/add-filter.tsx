import { useQuery } from '@tanstack/react-query';
import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { labelsQuery, labelValuesQuery } from '../../api/queries.ts';
import type { Selector } from '../../api/wire.ts';
import { shortCount } from '../../format/number.ts';
import { filterText } from '../../state/place-search.ts';
import { Icon } from '../../ui/icon.tsx';
import { OptionList } from '../../ui/option-picker.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** Filters by any label: first its name, then one of its values. */
export function AddFilter({
  project,
  selector,
  onAdd,
}: {
  readonly project: string;
  readonly selector: Selector;
  readonly onAdd: (filter: string) => void;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState<string>();
  const toggle = (open: boolean): void => {
    setOpen(open);
    if (!open) setName(undefined);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={toggle}>
      <Popover.Trigger asChild>
        <button type="button" className="chip">
          <Icon name="plus" small />
          Filter
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label="Add a filter"
        >
          {name === undefined ? (
            <Names project={project} selector={selector} onPick={setName} />
          ) : (
            <Values
              project={project}
              selector={selector}
              name={name}
              onPick={(value) => {
                toggle(false);
                onAdd(filterText({ name, op: '=', value }));
              }}
            />
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface StepProps {
  readonly project: string;
  readonly selector: Selector;
  readonly onPick: (picked: string) => void;
}

function Names({ project, selector, onPick }: StepProps): ReactNode {
  const labels = useQuery(labelsQuery(project, selector));
  if (labels.data === undefined) return <Waiting error={labels.error} />;
  const options = labels.data.labels.map(({ name, values }) => ({ value: name, note: shortCount(values) }));
  return <OptionList label="Label" options={options} value={undefined} onPick={onPick} />;
}

function Values({ project, selector, name, onPick }: StepProps & { readonly name: string }): ReactNode {
  const values = useQuery(labelValuesQuery(project, selector, name));
  if (values.data === undefined) return <Waiting error={values.error} />;
  const options = values.data.values.map(({ value }) => ({ value, text: value || '(not there)' }));
  return <OptionList key={name} label={name} options={options} value={undefined} onPick={onPick} />;
}

const Waiting = ({ error }: { readonly error: Error | null }): ReactNode => (
  <div className="option">
    {error === null ? <Skeleton width={160} /> : <span className="mono">{error.message}</span>}
  </div>
);
