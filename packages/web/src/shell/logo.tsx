import type { ReactNode } from 'react';

export const Logo = (): ReactNode => (
  <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path
      d="M2.500 18V9.500a7.500 7.500 0 0 1 15 0V18"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    />
    <path d="M5.500 15.500h9v2.500h-9z" fill="var(--accent)" />
    <path d="M6.800 11.800h5.400v2.500H6.800z" fill="var(--accent)" opacity=".8" />
    <path d="M8.400 8.100h2.400v2.500H8.400z" fill="var(--accent)" opacity=".6" />
  </svg>
);
