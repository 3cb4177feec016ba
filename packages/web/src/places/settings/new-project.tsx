import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { projectsQuery } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import type { Organization } from '../../api/settings-wire.ts';
import type { Project } from '../../api/wire.ts';
import { addressOfProject } from '../../state/project-address.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { NameField, SlugField } from './name-fields.tsx';

/** Makes a project and leads to how a profiler is connected to it. */
export function NewProject({
  organizations,
  usual,
}: {
  readonly organizations: readonly Organization[];
  /** Slug of the organization that is looked at. */
  readonly usual: string | undefined;
}): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const [picked, setPicked] = useState<string>();
  const organization = picked ?? usual ?? organizations[0]?.slug;
  const make = useMutation({
    mutationFn: () => sendJson<Project>('POST', '/projects', { name, organization, ...(slug !== '' && { slug }) }),
    onSuccess: async (made) => {
      const all = [...(client.getQueryData(projectsQuery.queryKey) ?? []), made];
      // First: with it in the list, the address that one leaves may have to change, too.
      await navigate({ to: '/o/$org/p/$project', params: addressOfProject(made, all), search: { connect: 'yes' } });
      await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
    },
  });
  return (
    <section aria-labelledby="new-project">
      <h2 className="settings-subhead" id="new-project">
        New project <span className="muted">with an ingest key of its own</span>
      </h2>
      <form
        className="settings-body form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        {organizations.length > 1 && (
          <label className="form-field">
            Organization
            <select className="input" value={organization} onChange={(event) => setPicked(event.target.value)}>
              {organizations.map((one) => (
                <option key={one.id} value={one.slug}>
                  {one.name === one.slug ? one.slug : `${one.slug}: ${one.name}`}
                </option>
              ))}
            </select>
          </label>
        )}
        <NameField label="Name" value={name} onChange={setName} />
        <SlugField label="Slug, in addresses; from the name when empty" value={slug} onChange={setSlug} />
        <ProblemLine error={make.error} />
        <div className="row">
          <Button look="primary" type="submit" icon="plus" disabled={name.trim() === '' || make.isPending}>
            Make the project
          </Button>
        </div>
      </form>
    </section>
  );
}
