import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api/problem-error.ts';
import { createAppRouter } from './shell/router.tsx';
import './styles/tokens.css';
import './styles/base.css';

/** What the server refuses is not asked again by itself; what failed on the way is, once. */
const shouldRetry = (failures: number, error: Error): boolean =>
  failures < 1 && !(error instanceof ProblemError && error.problem.status < 500) && error.name !== 'AbortError';

const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry, staleTime: 15_000, refetchOnWindowFocus: false } },
});
const router = createAppRouter(queryClient);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
