import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './controls.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One primary button a view. */
  readonly look?: 'plain' | 'primary' | 'quiet';
  readonly small?: boolean;
  readonly icon?: IconName;
}

export function Button({ look = 'plain', small = false, icon, children, className, ...rest }: ButtonProps): ReactNode {
  const names = ['button', look === 'plain' ? '' : `button-${look}`, small ? 'button-small' : '', className ?? ''];
  return (
    <button type="button" className={names.filter(Boolean).join(' ')} {...rest}>
      {icon !== undefined && <Icon name={icon} small />}
      {children}
    </button>
  );
}

/** A button that is only a picture: its label is spoken, and shown when one points at it. */
export function IconButton({
  icon,
  label,
  ...rest
}: { readonly icon: IconName; readonly label: string } & ButtonHTMLAttributes<HTMLButtonElement>): ReactNode {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
