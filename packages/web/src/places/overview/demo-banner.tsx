import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { problemOf } from '../../api/problem-error.ts';
import { inProject, projectsQuery } from '../../api/queries.ts';
import { sendJson } from '../../api/request.ts';
import { useProject } from '../../shell/use-project.ts';
import { Button } from '../../ui/button.tsx';

/** As `--demo` makes it. Both must fit: nobody's own project is a click away from being erased. */
const DEMO_SLUG = 'demo';
const DEMO_NAME = 'Demo (generated data)';

/** The last hours, in which the second release ran, and the same hours of the day before, in which the first one did. */
const REGRESSION = {
  app: 'checkout',
  type: 'cpu',
  environment: 'production',
  range: '6h',
  beforeRange: '1d-ago',
} as const;

/** Says that what one sees never happened, and removes it with one click. */
export function DemoBanner({ org, project: ref }: { readonly org: string; readonly project: string }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const projects = useQuery(projectsQuery);
  const project = useProject();
  const remove = useMutation({
    mutationFn: async () => sendJson('DELETE', inProject(ref), { confirm: DEMO_SLUG }),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: '/' });
    },
  });
  // Its place is kept while the name is on its way, so that nothing moves.
  if (projects.isPending) return ref === DEMO_SLUG ? <div className="demo-banner" /> : null;
  if (project?.slug !== DEMO_SLUG || project.name !== DEMO_NAME) return null;
  return (
    <aside className="demo-banner" aria-label="Demo data">
      <span className="badge">Demo</span>
      <span className="grow">
        Generated data: three services that never ran. The last release of checkout broke something:{' '}
        <Link to="/o/$org/p/$project/compare" params={{ org, project: ref }} search={REGRESSION}>
          compare it with the day before
        </Link>
        .
      </span>
      {remove.error !== null && (
        <span role="alert" className="demo-banner-error">
          {problemOf(remove.error).detail}
        </span>
      )}
      <Button small icon="cross" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {remove.isPending ? 'Removing' : 'Remove the demo data'}
      </Button>
    </aside>
  );
}
