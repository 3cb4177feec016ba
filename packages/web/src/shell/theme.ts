import { keep } from '../ui/kept-look.ts';

/** What a person chose; the system's theme when nothing. */
export type ThemeChoice = 'light' | 'dark' | undefined;

const listeners = new Set<() => void>();

const systemIsDark = (): boolean => matchMedia('(prefers-color-scheme: dark)').matches;

/** Which theme is on the screen. */
export function shownTheme(): 'light' | 'dark' {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return systemIsDark() ? 'dark' : 'light';
}

/** Goes over to the other theme and remembers it; back to the system's when that is the same. */
export function switchTheme(): void {
  const next = shownTheme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = next;
  keep('theme', next);
  for (const listener of listeners) listener();
}

/** Calls back whenever another theme is on the screen. For `useSyncExternalStore` with {@link shownTheme}. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  listeners.add(listener);
  return () => {
    system.removeEventListener('change', listener);
    listeners.delete(listener);
  };
}
