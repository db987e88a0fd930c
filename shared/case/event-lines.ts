/** What an event's data says, as lines a person reads in the history of a case: those of its fields, in their order. */
import { fieldsOf } from './known-types.ts';
import type { Line, LineContext } from './lines.ts';
import { REMARKS, isRemarkType } from './remarks/index.ts';
import type { RemarkSpec } from './remarks/index.ts';

/** The lines of one event. Data that does not fit its schema is shown as far as it can be read; never throws. */
export function eventLines(type: string, data: Readonly<Record<string, unknown>>, context: LineContext): Line[] {
  const whole: RemarkSpec['lines'] = isRemarkType(type) ? (REMARKS[type] as RemarkSpec).lines : undefined;
  return [
    ...(whole?.(data, context) ?? []),
    ...Object.entries(fieldsOf(type)).flatMap(([key, { lines }]) =>
      typeof lines === 'function' ? lines(data[key], context) : [],
    ),
  ];
}
