import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Project } from '../api/wire.ts';
import { addressOfProject, projectOfAddress } from '../state/project-address.ts';
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
  // An address may name both by number.
  const shown = projectOfAddress(projects, params);
  const organization = shown?.organization ?? org;
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
        <ProjectSwitch current={shown} name={project} projects={projects} />
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
  name,
  projects,
}: {
  readonly current: Project | undefined;
  /** What the address calls it. */
  readonly name: string;
  readonly projects: readonly Project[];
}): ReactNode {
  const navigate = useNavigate();
  const text = current?.slug ?? name;
  const title = current === undefined || current.name === text ? text : `${text}: ${current.name}`;
  if (projects.length < 2) {
    return (
      <span className="crumbs-project" title={title}>
        {text}
      </span>
    );
  }
  const hasSeveral = projects.some(({ organization }) => organization !== projects[0]?.organization);
  const options = projects.map(({ organization, slug, name }) => ({
    value: hasSeveral ? `${organization} / ${slug}` : slug,
    note: name === slug ? undefined : name,
  }));
  const pick = (picked: string): void => {
    const found = projects[options.findIndex(({ value }) => value === picked)];
    if (found !== undefined) void navigate({ to: '/o/$org/p/$project', params: addressOfProject(found, projects) });
  };
  const value = options[projects.findIndex(({ id }) => id === current?.id)]?.value;
  return (
    <OptionPicker label="Project" options={options} value={value} onPick={pick}>
      <button type="button" title={title}>
        <span className="crumbs-project">{text}</span>
        <Icon name="down" small />
      </button>
    </OptionPicker>
  );
}
