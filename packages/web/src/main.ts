import { queryClient } from './api/query-client.ts';
import { askFirst } from './shell/ask-first.ts';
import { whenPageIsWhole } from './shell/page-is-whole.ts';
import './styles/tokens.css';
import './styles/base.css';

// Two steps: this file and what it imports ask the first questions, and are small. What draws is loaded meanwhile.
askFirst(queryClient, location);
void Promise.all([import('./app.tsx'), whenPageIsWhole()]).then(([{ startApp }]) => startApp(queryClient));
