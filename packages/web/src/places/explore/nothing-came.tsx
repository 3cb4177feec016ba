import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import type { ExploreSearch } from './explore-search.ts';

const offered = [
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
] as const;

/** No profile of any app began in the range: where some may be, and how to send the first. */
export function NothingCame({
  search,
  change,
}: {
  readonly search: ExploreSearch;
  readonly change: (part: Partial<ExploreSearch>) => void;
}): ReactNode {
  const params = useParams({ from: '/o/$org/p/$project' });
  return (
    <div className="notice">
      <h2>Nothing came in this range</h2>
      <p className="muted">Look at a longer range, or connect a profiler.</p>
      <div className="row">
        {offered
          .filter(([range]) => range !== search.range)
          .map(([range, text]) => (
            <Button key={range} onClick={() => change({ range, brush: undefined })}>
              {text}
            </Button>
          ))}
        <Link to="/o/$org/p/$project" params={params} search={{ connect: 'yes' }} className="button">
          Connect a profiler
        </Link>
      </div>
    </div>
  );
}
