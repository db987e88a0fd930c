/** A labelled place in a form, with its hint or its error underneath. */
import type { ReactNode } from 'react';
import './components.css';

interface FieldProps {
  readonly label: string;
  /** The id by which the page finds the field, to put the cursor there. */
  readonly name?: string;
  readonly error?: string | null | undefined;
  readonly hint?: ReactNode;
  readonly required?: boolean | undefined;
  readonly children: ReactNode;
}

export function Field({ label, name, error, hint, required = false, children }: FieldProps) {
  return (
    <div className="bm-field" role="group" aria-label={label} data-field={name} data-error={error ? true : undefined}>
      <span className="bm-field-label" data-required={required || undefined}>
        {label}
      </span>
      <div className="bm-field-body">
        {children}
        {error ? (
          <div className="bm-field-error" role="alert">
            {error}
          </div>
        ) : (
          hint && <div className="bm-field-hint">{hint}</div>
        )}
      </div>
    </div>
  );
}
