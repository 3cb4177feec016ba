import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export interface TeachAgentsProps {
  readonly params: { readonly org: string; readonly project: string };
  /** The pipeline that still has no host. */
  readonly pipeline?: string;
}

/** How the first host comes to be recorded. */
export function TeachAgents({ params, pipeline = 'my-pipeline' }: TeachAgentsProps): ReactNode {
  const command = `npx hearth agent --server ${location.origin} --token TOKEN \\
  --pipeline ${pipeline} --ordinal 0 --pid PID`;
  return (
    <div className="captures-empty">
      <h2>Record a program on its own host, when you ask</h2>
      <p className="muted">
        An agent runs beside the program and does nothing until somebody presses Record here. It uses samply or perf,
        and needs no change of the program.
      </p>
      <ol className="captures-teach">
        <li>
          <span>Make a token for the agents of a pipeline.</span>
          <Link
            to="/o/$org/p/$project/settings"
            params={params}
            search={{ section: 'tokens', make: 'agent', pipeline }}
            className="button button-primary"
          >
            Make a token
          </Link>
        </li>
        <li>
          <span>Start the agent on the host, as root or as the user of the program.</span>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus to be scrolled by keys */}
          <pre className="captures-command" tabIndex={0}>
            {command}
          </pre>
        </li>
        <li>
          <span>The host shows here by itself, within seconds.</span>
        </li>
      </ol>
    </div>
  );
}
