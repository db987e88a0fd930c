/** Words by which a list is narrowed, cleared with one click. */
import { Input } from 'antd';

interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  readonly className: string;
  readonly testId: string;
  readonly autoFocus?: boolean;
}

/** The longest text to look for. */
const MAX_LENGTH = 100;

export function SearchField({ value, onChange, placeholder, className, testId, autoFocus = false }: SearchFieldProps) {
  return (
    <Input
      allowClear
      autoFocus={autoFocus}
      className={className}
      placeholder={placeholder}
      aria-label={placeholder}
      maxLength={MAX_LENGTH}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      data-testid={testId}
    />
  );
}
