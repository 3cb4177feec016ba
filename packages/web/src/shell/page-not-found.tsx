import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** An address that leads nowhere. */
export const PageNotFound = (): ReactNode => (
  <main className="notice">
    <h1>Nothing is at this address</h1>
    <p className="muted">It may be misspelt, or of a newer version than this server.</p>
    <Link to="/" className="button">
      To the overview
    </Link>
  </main>
);
