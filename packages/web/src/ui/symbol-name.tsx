import type { NameParts } from '@hearth/flamegraph';
import type { ReactNode } from 'react';
import './marks.css';

/** A function: its path muted and first to go, its own name in full and last to go. */
export const SymbolName = ({
  parts,
  swatch,
}: {
  readonly parts: NameParts;
  /** A token's name: `frame-3-lib`. */
  readonly swatch?: string | undefined;
}): ReactNode => (
  <span className="symbol" title={`${parts.path}${parts.own}`}>
    {swatch !== undefined && <i className="symbol-swatch" style={{ background: `var(--${swatch})` }} />}
    {parts.path !== '' && (
      <span className={parts.path.endsWith(' ') ? 'symbol-path symbol-file' : 'symbol-path'}>
        <bdi>{parts.path.trimEnd()}</bdi>
      </span>
    )}
    <span className="symbol-own">{parts.own}</span>
  </span>
);
