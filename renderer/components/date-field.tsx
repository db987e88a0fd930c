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
  /** null while what is typed is no day. */
  readonly onChange: (day: LocalDate | null) => void;
  readonly testId?: string;
}

export function DateField({ label, value, today, lean = 'past', onChange, testId = 'date' }: DateFieldProps) {
  // What is being typed; null = nothing since the last day that was read.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value ?? '';
  const day = readDateText(text, today, lean);
  const applyTyped = () => {
    if (day !== null) setTyped(null);
  };
  return (
    <Input
      aria-label={label}
      className="bm-date"
      value={text}
      status={day === null ? 'error' : ''}
      suffix={<span className="bm-quiet">{day === null ? DATE_TEXTS.unread : DATE_TEXTS.weekdays[weekday(day)]}</span>}
      data-testid={testId}
      onChange={(event) => {
        setTyped(event.target.value);
        const read = readDateText(event.target.value, today, lean);
        if (read !== value) onChange(read);
      }}
      onBlur={applyTyped}
      onPressEnter={applyTyped}
    />
  );
}
