import type { NameParts } from '@hearth/flamegraph';
import type { ReactNode } from 'react';
import './marks.css';

/** A function: its path muted and first to go, then what it belongs to, its own name last: that tells two of one class apart. */
export const SymbolName = ({
  parts,
  swatch,
}: {
  readonly parts: NameParts;
  /** A token's name: `frame-3-lib`. */
  readonly swatch?: string | undefined;
}): ReactNode => {
  const { path, own, last } = parts;
  const owner = own.endsWith(last) ? own.slice(0, own.length - last.length) : '';
  return (
    <span className="symbol" title={`${path}${own}`}>
      {swatch !== undefined && <i className="symbol-swatch" style={{ background: `var(--${swatch})` }} />}
      {path !== '' && (
        <span className={path.endsWith(' ') ? 'symbol-path symbol-file' : 'symbol-path'}>
          <bdi>{path.trimEnd()}</bdi>
        </span>
      )}
      {owner !== '' && (
        <span className="symbol-owner">
          <bdi>{owner}</bdi>
        </span>
      )}
      <span className="symbol-own">{owner === '' ? own : last}</span>
    </span>
  );
};
