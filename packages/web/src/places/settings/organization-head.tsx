import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sendJson } from '../../api/request.ts';
import { organizationsQuery } from '../../api/settings-queries.ts';
import type { Organization } from '../../api/settings-wire.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { NameField } from './name-fields.tsx';

/** What an organization is called, and a way to call it something else. */
export function OrganizationHead({ organization }: { readonly organization: Organization }): ReactNode {
  const client = useQueryClient();
  const [name, setName] = useState<string>();
  const rename = useMutation({
    mutationFn: () => sendJson<Organization>('PATCH', `/organizations/${String(organization.id)}`, { name }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: organizationsQuery.queryKey });
      setName(undefined);
    },
  });
  return (
    <>
      <div className="settings-subhead settings-organization">
        <h2 className="settings-project" title={organization.slug}>
          {organization.slug}
        </h2>
        <span className="muted settings-project" title={organization.name}>
          {organization.name === organization.slug ? 'organization' : organization.name}
        </span>
        <span className="grow" />
        {name === undefined && (
          <Button
            look="quiet"
            small
            aria-label={`Rename ${organization.slug}`}
            onClick={() => setName(organization.name)}
          >
            Rename
          </Button>
        )}
      </div>
      {name !== undefined && (
        <form
          className="settings-body form"
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate();
          }}
        >
          <NameField label="Name of the organization; its slug stays" value={name} onChange={setName} />
          <ProblemLine error={rename.error} />
          <div className="row">
            <Button
              look="primary"
              type="submit"
              disabled={name.trim() === '' || name === organization.name || rename.isPending}
            >
              Save
            </Button>
            <Button onClick={() => setName(undefined)}>Cancel</Button>
          </div>
        </form>
      )}
    </>
  );
}
