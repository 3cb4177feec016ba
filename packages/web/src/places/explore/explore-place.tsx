import type { ReactNode } from 'react';

export const ExplorePlace = (): ReactNode => <main className="place" />;
