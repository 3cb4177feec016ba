import { useEffect } from 'react';
import { useProject } from './use-project.ts';

/** Names the tab and its entry in the history, so that ten of them can be told apart: what is looked at, then where. */
export function useTitle(...what: readonly (string | undefined)[]): void {
  const project = useProject()?.slug;
  const title = [what.filter(Boolean).join(' '), project, 'Hearth'].filter(Boolean).join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
