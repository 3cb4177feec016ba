import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { KeyHelp } from '../../shell/key-help.tsx';
import { StatusBar } from '../../shell/status-bar.tsx';
import { useProject } from '../../shell/use-project.ts';
import { useTitle } from '../../shell/use-title.ts';
import { CaptureRulesSection } from './capture-rules-section.tsx';
import { EraseSection } from './erase-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { PinsSection } from './pins-section.tsx';
import { ProjectSection } from './project-section.tsx';
import { ProjectsSection } from './projects-section.tsx';
import { RetentionSection } from './retention-section.tsx';
import { type Section, type SettingsSearch, sections } from './settings-search.ts';
import { TokensSection } from './tokens-section.tsx';
import '../../ui/form.css';
import './settings.css';

const names: Readonly<Record<Section, string>> = {
  project: 'Project',
  keys: 'Ingest keys',
  tokens: 'Tokens',
  retention: 'Retention and disk',
  pins: 'Pins',
  captures: 'Captures',
  projects: 'Organizations and projects',
  erase: 'Erase the project',
};
const from = '/o/$org/p/$project/settings';

/** Place 10: one section at a time, named in the address. */
export function SettingsPlace(): ReactNode {
  const { project } = useParams({ from: '/o/$org/p/$project' });
  const name = useProject()?.slug ?? project;
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const section = search.section ?? 'project';
  const change = (part: Partial<SettingsSearch>): void => void navigate({ search: { ...search, ...part } });
  const { range, environment } = search;
  useTitle('Settings,', names[section]);
  return (
    <main className="place settings">
      <div className="settings-split">
        <nav className="settings-nav" aria-label="Settings">
          <h2 title={name}>{name}</h2>
          {sections.map((one) => (
            <Link
              key={one}
              from={from}
              search={{ range, environment, section: one }}
              className={one === 'erase' ? 'settings-tab settings-tab-bad' : 'settings-tab'}
              aria-current={one === section ? 'page' : undefined}
              ref={one === section ? scrollIntoView : undefined}
            >
              {names[one]}
            </Link>
          ))}
        </nav>
        {section === 'tokens' ? (
          <TokensSection project={project} search={search} onChange={change} />
        ) : (
          <div className="settings-scroll" key={`${project} ${section}`}>
            {section === 'project' && <ProjectSection project={project} />}
            {section === 'keys' && <KeysSection project={project} />}
            {section === 'retention' && <RetentionSection project={project} />}
            {section === 'pins' && <PinsSection project={project} />}
            {section === 'captures' && <CaptureRulesSection project={project} />}
            {section === 'projects' && <ProjectsSection />}
            {section === 'erase' && <EraseSection project={project} />}
          </div>
        )}
      </div>
      <StatusBar
        keys={
          section === 'tokens'
            ? [
                ['N', 'new token'],
                ['?', 'all keys'],
              ]
            : [['?', 'all keys']]
        }
      >
        <span>{section === 'tokens' ? 'Secrets of tokens are stored as hashes; nobody can read them again.' : ''}</span>
      </StatusBar>
      <KeyHelp own={[['N', 'new token, among the tokens']]} />
    </main>
  );
}

/** In a narrow window the sections stand in one line that scrolls. */
const scrollIntoView = (element: HTMLElement | null): void =>
  element?.scrollIntoView({ block: 'nearest', inline: 'center' });
