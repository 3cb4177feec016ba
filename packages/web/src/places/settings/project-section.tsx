import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { facetsQuery, inProject, projectsQuery } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import type { Project } from '../../api/wire.ts';
import { countText } from '../../format/number.ts';
import { momentText } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useProject } from '../../shell/use-project.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { NameField, SlugField } from './name-fields.tsx';
import { SectionHead, SectionSkeleton } from './section.tsx';

const MONTH_MS = 30 * 86_400_000;

/** Name, slug and default environment of the project; the environments that its profiles name. */
export function ProjectSection({ project }: { readonly project: string }): ReactNode {
  const projects = useQuery(projectsQuery);
  const found = useProject();
  return (
    <>
      <SectionHead title="Project" note="what it is called, and its environments" />
      {projects.error !== null && <ErrorNotice error={projects.error} onRetry={() => void projects.refetch()} />}
      {found === undefined ? <SectionSkeleton /> : <ProjectForm key={found.id} project={found} />}
      {(found !== undefined || projects.error !== null) && (
        <Environments project={project} usual={found?.defaultEnvironment} />
      )}
    </>
  );
}

function ProjectForm({ project }: { readonly project: Project }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/o/$org/p/$project/settings' });
  const [name, setName] = useState(project.name);
  const [slug, setSlug] = useState(project.slug);
  const [environment, setEnvironment] = useState(project.defaultEnvironment);
  const change = {
    ...(name === project.name ? {} : { name }),
    ...(slug === project.slug ? {} : { slug }),
    ...(environment === project.defaultEnvironment ? {} : { defaultEnvironment: environment }),
  };
  const save = useMutation({
    mutationFn: () => sendJson<Project>('PATCH', inProject(project.slug), change),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
      await navigate({ params: (before) => ({ ...before, project: saved.slug }), search: true, replace: true });
    },
  });
  return (
    <form
      className="settings-body form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <NameField label="Name" value={name} onChange={setName} />
      <SlugField
        label="Slug, in addresses; Sentry's with the old one lead here"
        value={slug}
        onChange={setSlug}
        required
      />
      <label className="form-field">
        Environment of profiles that name none
        <input
          className="input mono"
          required
          maxLength={64}
          value={environment}
          onChange={(event) => setEnvironment(event.target.value)}
        />
      </label>
      <ProblemLine error={save.error} />
      <div className="row">
        <Button look="primary" type="submit" disabled={Object.keys(change).length === 0 || save.isPending}>
          Save
        </Button>
        <span className="muted small" role="status">
          {save.isSuccess && Object.keys(change).length === 0 ? 'Saved.' : ''}
        </span>
        <span className="grow" />
        <span className="muted small">
          number <span className="mono">{project.id}</span>, made {momentText(Date.parse(project.created))}
        </span>
      </div>
    </form>
  );
}

function Environments({ project, usual }: { readonly project: string; readonly usual: string | undefined }): ReactNode {
  const [nowMs] = useNow();
  const facets = useQuery(facetsQuery(project, { from: new Date(nowMs - MONTH_MS).toISOString() }));
  const values = facets.data?.fields['environment']?.values;
  return (
    <section aria-labelledby="environments">
      <h2 className="settings-subhead" id="environments">
        Environments <span className="muted">that profiles of the last 30 days name</span>
      </h2>
      {values === undefined && facets.error === null && <SectionSkeleton />}
      {values?.length === 0 && <p className="settings-none muted">None yet: they come with the first profile.</p>}
      <ul>
        {values?.map(({ value, count }) => (
          <li key={value} className="settings-line">
            <span className="strong">{value}</span>
            {value === usual && <span className="badge">of profiles that name none</span>}
            <span className="grow" />
            <span className="num">
              {countText(count)}
              <span className="unit">profiles</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
