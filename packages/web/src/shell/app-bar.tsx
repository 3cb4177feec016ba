import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Project } from '../api/wire.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { OptionPicker } from '../ui/option-picker.tsx';
import { Logo } from './logo.tsx';
import { places } from './places.ts';
import { RefusedDot } from './refused-dot.tsx';
import { onThemeChange, shownTheme, switchTheme } from './theme.ts';
import { useKeys } from './use-keys.ts';

export interface AppBarProps {
  readonly org: string;
  readonly project: string;
  readonly projects: readonly Project[];
}

/** Where one is: project, place, theme. Range and environment go along from place to place. */
export function AppBar({ org, project, projects }: AppBarProps): ReactNode {
  const navigate = useNavigate();
  const theme = useSyncExternalStore(onThemeChange, shownTheme);
  const params = { org, project };
  // An address may name it by number.
  const organization = projects.find(({ slug }) => slug === project)?.organization ?? org;
  const keys: Record<string, () => void> = { 'shift+t': switchTheme };
  for (const { to, key } of places) keys[key] = () => void navigate({ to, params, search: sharedSearch });
  useKeys(keys);
  return (
    <header className="appbar">
      <Link to="/o/$org/p/$project" params={params} className="brand">
        <Logo />
        Hearth
      </Link>
      <div className="crumbs">
        <span className="crumbs-org" title={organization}>
          {organization}
        </span>
        <span className="muted crumbs-org">/</span>
        <ProjectSwitch current={project} projects={projects} />
      </div>
      <nav className="nav" aria-label="Places">
        {places.map(({ name, to }) => (
          <Link
            key={name}
            to={to}
            params={params}
            search={sharedSearch}
            className="tab"
            activeOptions={{ exact: to === '/o/$org/p/$project', includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {name}
            {name === 'Ingest' && <RefusedDot project={project} />}
          </Link>
        ))}
      </nav>
      <div className="bar-end">
        <IconButton icon="theme" label={`Theme: ${theme} (Shift T)`} onClick={switchTheme} />
      </div>
    </header>
  );
}

/** What stays when one goes to another place. */
function sharedSearch(before: Readonly<Record<string, unknown>>): { range?: string; environment?: string } {
  const { range, environment } = before;
  return {
    ...(typeof range === 'string' ? { range } : {}),
    ...(typeof environment === 'string' ? { environment } : {}),
  };
}

function ProjectSwitch({
  current,
  projects,
}: {
  readonly current: string;
  readonly projects: readonly Project[];
}): ReactNode {
  const navigate = useNavigate();
  if (projects.length < 2) return <span>{current}</span>;
  const pick = (slug: string): void => {
    const found = projects.find((project) => project.slug === slug);
    if (found === undefined) return;
    void navigate({ to: '/o/$org/p/$project', params: { org: found.organization, project: slug } });
  };
  const options = projects.map(({ slug, name }) => ({ value: slug, note: name === slug ? undefined : name }));
  return (
    <OptionPicker label="Project" options={options} value={current} onPick={pick}>
      <button type="button">
        {current}
        <Icon name="down" small />
      </button>
    </OptionPicker>
  );
}
