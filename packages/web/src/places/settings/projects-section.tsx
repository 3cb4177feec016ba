import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { projectsQuery } from '../../api/queries.ts';
import { organizationsQuery } from '../../api/settings-queries.ts';
import type { Project } from '../../api/wire.ts';
import { countText } from '../../format/number.ts';
import { useProject } from '../../shell/use-project.ts';
import { addressOfProject } from '../../state/project-address.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewOrganization } from './new-organization.tsx';
import { NewProject } from './new-project.tsx';
import { OrganizationHead } from './organization-head.tsx';
import { SectionHead, SectionSkeleton } from './section.tsx';

/** Organizations and projects within reach, and new ones. */
export function ProjectsSection(): ReactNode {
  const projects = useQuery(projectsQuery);
  const organizations = useQuery(organizationsQuery);
  const current = useProject();
  const error = projects.error ?? organizations.error;
  const retry = (): void => {
    for (const query of [projects, organizations]) if (query.error !== null) void query.refetch();
  };
  if (error !== null || projects.data === undefined || organizations.data === undefined) {
    return (
      <>
        <Head />
        {error === null ? <SectionSkeleton /> : <ErrorNotice error={error} onRetry={retry} />}
      </>
    );
  }
  const { organizations: all, mayMake } = organizations.data;
  return (
    <>
      <Head />
      {all.map((organization) => (
        <Fragment key={organization.id}>
          <OrganizationHead organization={organization} />
          <ProjectList
            organization={organization.slug}
            projects={projects.data}
            currentId={current?.id}
            isOnly={all.length === 1}
          />
        </Fragment>
      ))}
      <NewProject organizations={all} usual={current?.organization} />
      {mayMake && <NewOrganization />}
    </>
  );
}

const Head = (): ReactNode => <SectionHead title="Organizations and projects" note="that this session reaches" />;

function ProjectList({
  organization,
  projects,
  currentId,
  isOnly,
}: {
  readonly organization: string;
  readonly projects: readonly Project[];
  readonly currentId: number | undefined;
  readonly isOnly: boolean;
}): ReactNode {
  const own = projects.filter((project) => project.organization === organization);
  if (own.length === 0) {
    return (
      <p className="settings-none muted">
        No project yet{isOnly ? '.' : `: make its first one below, in ${organization}.`}
      </p>
    );
  }
  return (
    <ul aria-label={`Projects of ${organization}`}>
      {own.map((project) => (
        <li key={project.id} className="settings-line">
          <Link
            to="/o/$org/p/$project"
            params={addressOfProject(project, projects)}
            className="strong settings-slug"
            title={project.name}
          >
            {project.slug}
          </Link>
          <span className="muted settings-project" title={project.name}>
            {project.name === project.slug ? '' : project.name}
          </span>
          {project.id === currentId && <span className="badge">this one</span>}
          <span className="grow" />
          <span className="muted small settings-slug">kept</span>
          <span className="num">
            {countText(project.retentionDays)}
            <span className="unit">{project.retentionDays === 1 ? 'day' : 'days'}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
