import type { ReactNode } from 'react';
import { MAX_NAME_LENGTH, MAX_SLUG_LENGTH } from './name-limits.ts';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** What people call a project or an organization. */
export function NameField({ label, value, onChange }: FieldProps): ReactNode {
  return (
    <label className="form-field">
      {label}
      <input
        className="input"
        required
        maxLength={MAX_NAME_LENGTH}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** What addresses call it. */
export function SlugField({ label, value, onChange, required = false }: FieldProps & { readonly required?: boolean }) {
  return (
    <label className="form-field">
      {label}
      <input
        className="input mono"
        required={required}
        maxLength={MAX_SLUG_LENGTH}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
