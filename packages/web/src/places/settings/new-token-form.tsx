import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sendJson } from '../../api/request.ts';
import type { NewToken, Scope, TokenRequest } from '../../api/settings-wire.ts';
import { useProject } from '../../shell/use-project.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { organizationChoices, projectChoices, type ScopeChoice, scopeWords } from './scope-words.ts';

const DAY_MS = 86_400_000;
const lifetimes = [
  ['7', 'in 7 days'],
  ['90', 'in 90 days'],
  ['365', 'in a year'],
  ['never', 'never'],
] as const;
type Lifetime = (typeof lifetimes)[number][0];

export interface NewTokenFormProps {
  readonly project: string;
  /** Slug of the project's organization. */
  readonly organization: string | undefined;
  readonly kind: 'token' | 'agent';
  readonly pipeline: string;
  readonly onKind: (kind: 'token' | 'agent') => void;
  readonly onClose: () => void;
  readonly onMade: (token: NewToken) => Promise<void>;
}

/** What a new token may do, in words, before it is made. */
export function NewTokenForm({ project, organization, kind, pipeline: known, ...props }: NewTokenFormProps): ReactNode {
  const shown = useProject()?.slug ?? project;
  const [name, setName] = useState(kind === 'agent' && known !== '' ? `${known}-agents` : '');
  const [pipeline, setPipeline] = useState(known);
  const [scopes, setScopes] = useState<readonly Scope[]>(['project:read']);
  const [reach, setReach] = useState<'project' | 'all'>('project');
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const make = useMutation({
    mutationFn: () => {
      const common = {
        name: name.trim(),
        ...(lifetime === 'never' ? {} : { expires: new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString() }),
      };
      const request: TokenRequest =
        kind === 'agent'
          ? { ...common, project, agent: { pipeline: pipeline.trim() } }
          : {
              ...common,
              scopes,
              ...(reach === 'project' ? { project } : organization !== undefined && { organization }),
            };
      return sendJson<NewToken>('POST', '/tokens', request);
    },
    onSuccess: props.onMade,
  });
  const toggle = (scope: Scope): void =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);
  const isReady = name.trim() !== '' && (kind === 'agent' ? pipeline.trim() !== '' : scopes.length > 0);
  return (
    <aside className="settings-side" aria-label="New token">
      <div className="row">
        <h2 className="grow">New token</h2>
        <IconButton icon="cross" label="Close" onClick={props.onClose} />
      </div>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !make.isPending) make.mutate();
        }}
      >
        <Segmented
          label="For whom"
          value={kind}
          options={[
            ['token', 'Person or program'],
            ['agent', 'Agent that records'],
          ]}
          onChange={props.onKind}
        />
        <label className="form-field">
          Name
          <input
            className="input"
            required
            maxLength={100}
            value={name}
            placeholder={kind === 'agent' ? 'ranker-agents' : 'nightly-report'}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {kind === 'agent' ? (
          <label className="form-field">
            Pipeline; it is made when its first agent comes
            <input
              className="input mono"
              required
              maxLength={63}
              pattern="[A-Za-z0-9_\-]+"
              value={pipeline}
              onChange={(event) => setPipeline(event.target.value)}
            />
          </label>
        ) : (
          <>
            <Segmented
              label="Where"
              value={reach}
              options={[
                ['project', `${shown} only`],
                ['all', 'every project'],
              ]}
              onChange={(value) => {
                setReach(value);
                setScopes([value === 'project' ? 'project:read' : 'org:read']);
              }}
            />
            <fieldset className="settings-choices">
              <legend>What it may do</legend>
              {(reach === 'project' ? projectChoices : organizationChoices).map((choice) => (
                <Choice
                  key={choice.scope}
                  choice={choice}
                  isOn={scopes.includes(choice.scope)}
                  onToggle={() => toggle(choice.scope)}
                />
              ))}
            </fieldset>
          </>
        )}
        <div className="form-field">
          Ends
          <Segmented label="Ends" value={lifetime} options={lifetimes} onChange={setLifetime} />
        </div>
        <ProblemLine error={make.error} />
        <p className="small muted settings-summary">
          <b>{name.trim() === '' ? 'The token' : name}</b> may{' '}
          {kind === 'agent'
            ? `run captures of ${pipeline === '' ? 'its pipeline' : pipeline}`
            : scopes.length === 0
              ? 'do nothing'
              : scopes.map((scope) => scopeWords[scope]).join(', ')}
          {reach === 'project' || kind === 'agent' ? ` in ${shown}` : ' in every project'}, and nothing else.
        </p>
        <div className="row">
          <Button look="primary" type="submit" disabled={!isReady || make.isPending}>
            {make.isPending ? 'Making…' : 'Make the token'}
          </Button>
          <Button onClick={props.onClose}>Cancel</Button>
        </div>
      </form>
    </aside>
  );
}

function Choice({
  choice,
  isOn,
  onToggle,
}: {
  readonly choice: ScopeChoice;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  return (
    <label className="settings-choice">
      <input type="checkbox" checked={isOn} onChange={onToggle} />
      <span>
        <b>{choice.name}</b>
        <small>{choice.note}</small>
      </span>
    </label>
  );
}
