import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Fragment, type ReactNode, useState } from 'react';
import { projectsQuery } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import type { Project } from '../../api/wire.ts';
import { countText } from '../../format/number.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { SectionHead, SectionSkeleton } from './section.tsx';

/** All projects within reach, by organization, and a new one. */
export function ProjectsSection({ current }: { readonly current: string }): ReactNode {
  const projects = useQuery(projectsQuery);
  const organizations = [...new Set(projects.data?.map(({ organization }) => organization))];
  return (
    <>
      <SectionHead title="All projects" note="that this session reaches" />
      {projects.error !== null && <ErrorNotice error={projects.error} onRetry={() => void projects.refetch()} />}
      {projects.data === undefined && projects.error === null && <SectionSkeleton />}
      {organizations.map((organization) => (
        <Fragment key={organization}>
          <h2 className="settings-subhead">
            {organization} <span className="muted">organization</span>
          </h2>
          <ul aria-label={`Projects of ${organization}`}>
            {projects.data
              ?.filter((project) => project.organization === organization)
              .map(({ id, slug, name, retentionDays }) => (
                <li key={id} className="settings-line">
                  <Link
                    to="/o/$org/p/$project"
                    params={{ org: organization, project: slug }}
                    className="strong settings-project"
                    title={name}
                  >
                    {slug}
                  </Link>
                  <span className="muted settings-project">{name === slug ? '' : name}</span>
                  {slug === current && <span className="badge">this one</span>}
                  <span className="grow" />
                  <span className="num">
                    {countText(retentionDays)}
                    <span className="unit">days</span>
                  </span>
                </li>
              ))}
          </ul>
        </Fragment>
      ))}
      <NewProject />
    </>
  );
}

/** Makes a project and leads to how a profiler is connected to it. */
function NewProject(): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const make = useMutation({
    mutationFn: () => sendJson<Project>('POST', '/projects', { name, ...(slug !== '' && { slug }) }),
    onSuccess: async ({ organization, slug: made }) => {
      await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
      const params = { org: organization, project: made };
      await navigate({ to: '/o/$org/p/$project', params, search: { connect: 'yes' } });
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
        <label className="form-field">
          Name
          <input
            className="input"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="form-field">
          Slug, in addresses; from the name when empty
          <input className="input mono" maxLength={50} value={slug} onChange={(event) => setSlug(event.target.value)} />
        </label>
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
