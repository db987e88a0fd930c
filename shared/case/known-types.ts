/** The three lists of types together: steps, remarks and events of a place. Others need a newer version. */
import { note, reason, text } from './field.ts';
import type { Fields } from './field.ts';
import { REMARKS, isRemarkType } from './remarks/index.ts';
import { SITE_EVENTS, isSiteEventType } from './site-events.ts';
import { STEPS, isStepType } from './steps/index.ts';
import type { StepSpec } from './steps/index.ts';

export const isKnownType = (type: string): boolean => isStepType(type) || isRemarkType(type) || isSiteEventType(type);

/** What people call the type; the type itself where this program does not know it. */
export function labelOf(type: string): string {
  if (isStepType(type)) return STEPS[type].label;
  if (isRemarkType(type)) return REMARKS[type].label;
  return isSiteEventType(type) ? SITE_EVENTS[type].label : type;
}

/** What people write in words, whatever the type. */
const WORDS: Fields = {
  reason: reason('原因'),
  text: text({ label: '内容', max: 500 }),
  note,
};

/**
 * The fields of a type's data in the order of history: of a step that may begin a case, those of both ways; of an unknown type what people
 * write in words.
 */
export function fieldsOf(type: string): Fields {
  if (isRemarkType(type)) return REMARKS[type].fields;
  if (isSiteEventType(type)) return SITE_EVENTS[type].fields;
  if (!isStepType(type)) return WORDS;
  const { first, fields }: StepSpec = STEPS[type];
  return { ...first?.fields, ...fields };
}
