/** A time of day typed by keyboard (1430, 14:30), put into its usual form when leaving the field. A time that cannot be read is said, not guessed. */
import { Input } from 'antd';
import { readMinute } from '../../shared/base/minute.ts';
import { DATE_TEXTS } from './texts.ts';

interface TimeFieldProps {
  readonly label: string;
  /** As it is typed. */
  readonly value: string | null;
  readonly onChange: (text: string) => void;
  readonly testId: string;
}

export function TimeField({ label, value, onChange, testId }: TimeFieldProps) {
  const text = value ?? '';
  const minute = readMinute(text);
  const isUnread = minute === null && text.trim() !== '';
  const applyTyped = () => {
    if (minute !== null && minute !== text) onChange(minute);
  };
  return (
    <Input
      aria-label={label}
      className="bm-date"
      value={text}
      status={isUnread ? 'error' : ''}
      // Always there: the field would be another one, without the keyboard, once it came.
      suffix={<span className="bm-quiet">{isUnread ? DATE_TEXTS.noTime : ''}</span>}
      data-testid={testId}
      onChange={(event) => onChange(event.target.value)}
      onBlur={applyTyped}
      onPressEnter={applyTyped}
    />
  );
}
