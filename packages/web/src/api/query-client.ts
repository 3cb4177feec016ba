import { QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem-error.ts';

/** What the server refuses is not asked again by itself; what failed on the way is, once. */
const shouldRetry = (failures: number, error: Error): boolean =>
  failures < 1 && !(error instanceof ProblemError && error.isRefusal) && error.name !== 'AbortError';

/** Every answer of this page. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry, staleTime: 15_000, refetchOnWindowFocus: false } },
});
