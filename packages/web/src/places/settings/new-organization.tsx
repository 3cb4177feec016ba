import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sendJson } from '../../api/request.ts';
import { organizationsQuery } from '../../api/settings-queries.ts';
import type { Organization } from '../../api/settings-wire.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { NameField, SlugField } from './name-fields.tsx';

/** Makes an organization: for the operator of the server alone. */
export function NewOrganization(): ReactNode {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const make = useMutation({
    mutationFn: () => sendJson<Organization>('POST', '/organizations', { name, ...(slug !== '' && { slug }) }),
    onSuccess: async () => {
      setName('');
      setSlug('');
      await client.invalidateQueries({ queryKey: organizationsQuery.queryKey });
    },
  });
  return (
    <section aria-labelledby="new-organization">
      <h2 className="settings-subhead" id="new-organization">
        New organization <span className="muted">its projects and tokens see nothing of the others</span>
      </h2>
      <form
        className="settings-body form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <NameField label="Name" value={name} onChange={setName} />
        <SlugField label="Slug, in addresses; from the name when empty" value={slug} onChange={setSlug} />
        <ProblemLine error={make.error} />
        <div className="row">
          <Button type="submit" icon="plus" disabled={name.trim() === '' || make.isPending}>
            Make the organization
          </Button>
          <span className="muted small" role="status">
            {make.data !== undefined && name === '' && `${make.data.slug} is made. Make its first project above.`}
          </span>
        </div>
      </form>
    </section>
  );
}
