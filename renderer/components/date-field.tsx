/**
 * A day typed by keyboard. The form is told with every key, so that what is saved is what was typed; it is put into its usual form when leaving
 * the field. A day that cannot be read is said, not guessed.
 */
import { Input } from 'antd';
import { useState } from 'react';
import type { LocalDate } from '../../shared/base/brands.ts';
import { weekday } from '../../shared/base/local-date.ts';
import { readDateText } from './date-text.ts';
import { DATE_TEXTS } from './texts.ts';

interface DateFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly today: LocalDate;
  readonly lean?: 'past' | 'future';
  /** An empty field is none that could not be read. */
  readonly optional?: boolean;
  /** null while what is typed is no day; `typed` is what stands there. */
  readonly onChange: (day: LocalDate | null, typed: string) => void;
  readonly testId?: string;
}

export function DateField({
  label,
  value,
  today,
  lean = 'past',
  optional = false,
  onChange,
  testId = 'date',
}: DateFieldProps) {
  // What is being typed; null = nothing since the last day that was read.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value ?? '';
  const day = readDateText(text, today, lean);
  const isUnread = day === null && !(optional && text.trim() === '');
  const applyTyped = () => {
    if (day !== null) setTyped(null);
  };
  return (
    <Input
      aria-label={label}
      className="bm-date"
      value={text}
      status={isUnread ? 'error' : ''}
      suffix={
        <span className="bm-quiet">{isUnread ? DATE_TEXTS.unread : day && DATE_TEXTS.weekdays[weekday(day)]}</span>
      }
      data-testid={testId}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(readDateText(event.target.value, today, lean), event.target.value);
      }}
      onBlur={applyTyped}
      onPressEnter={applyTyped}
    />
  );
}
