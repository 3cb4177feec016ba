import type { ReactNode } from 'react';
import './marks.css';

/** A share of something as a bar; what it says must also stand beside it as a number. */
export const ShareBar = ({ share }: { readonly share: number }): ReactNode => (
  <span className="bar grow" aria-hidden="true">
    <i style={{ width: `${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%` }} />
  </span>
);

/** A number with its unit muted behind it. */
export const Quantity = ({ number, unit }: { readonly number: string; readonly unit: string }): ReactNode => (
  <>
    {number}
    {unit !== '' && <span className="unit">{unit}</span>}
  </>
);
