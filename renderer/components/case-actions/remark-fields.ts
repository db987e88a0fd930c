/** The form of every remark that people write, as a table. */
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { RemarkInput } from '../../../shared/domain/event-types.ts';
import { AMENDABLE_PATHS, fieldOfPath, keyOfPath } from '../../../shared/person/person-fields.ts';
import type { FieldSpec, Values } from './fields.ts';
import { REMARK_TEXTS as T, STEP_TEXTS } from './texts.ts';

/** Printing is noted by the page that prints. */
export type WrittenRemark = Exclude<RemarkInput['type'], 'printed'>;

const text = (label: string): FieldSpec => ({ key: 'text', label, kind: 'text', lines: 3 });

/** What may be put right of a person, by what people call it. */
const AMENDED_FIELDS = Object.fromEntries(AMENDABLE_PATHS.map((path) => [path, fieldOfPath(path)?.label ?? path]));

const isVillage = (values: Values) => fieldOfPath(String(values['field']))?.kind === 'village';

export const REMARK_FIELDS: Readonly<Record<WrittenRemark, readonly FieldSpec[]>> = {
  answered: [text(T.answer)],
  noted: [text(T.text)],
  notified: [
    { key: 'way', label: T.way, kind: 'choice', options: T.ways, start: 'phone' },
    { key: 'reached', label: T.reached, kind: 'tick', text: T.reachedText, optional: true },
    { ...text(T.notifiedText), optional: true },
  ],
  rated: [
    { key: 'score', label: T.score, hint: T.scoreHint, kind: 'choice', options: T.scores, start: null },
    { key: 'way', label: T.rateWay, kind: 'choice', options: T.rateWays, start: 'keypad' },
    { ...text(STEP_TEXTS.note), optional: true },
  ],
  'fee-taken': [
    { key: 'item', label: T.item, kind: 'text' },
    { key: 'fen', label: T.fen, kind: 'yuan' },
    { key: 'receipt', label: T.receipt, kind: 'text', optional: true },
  ],
  amended: [
    { key: 'field', label: T.field, kind: 'choice', options: AMENDED_FIELDS, start: 'person.phone' },
    { key: 'to', label: T.to, hint: T.toHint, kind: 'text', optional: true, when: (values) => !isVillage(values) },
    { key: 'village', label: T.to, hint: T.toHint, kind: 'village', optional: true, when: isVillage },
    { key: 'reason', label: T.reason, kind: 'text' },
  ],
  'followed-up': [
    { key: 'score', label: T.score, kind: 'choice', options: T.scores, start: null, optional: true },
    { ...text(STEP_TEXTS.note), optional: true },
  ],
};

/** What a form cannot say by itself: the old value of a correction, a score as a number, a tick that may stay empty. */
export function finishRemark(
  type: WrittenRemark,
  data: Readonly<Record<string, unknown>>,
  detail: CaseDetail,
): Record<string, unknown> {
  // Nobody but the person gives a score: none is filled in beforehand.
  if ('score' in data) return { ...data, score: data['score'] === null ? null : Number(data['score']) };
  if (type === 'notified') return { ...data, reached: data['reached'] === true };
  if (type !== 'amended') return { ...data };
  const key = keyOfPath(String(data['field']));
  const { village = null, ...rest } = data;
  const to = isVillage(data as Values) ? village : (data['to'] ?? null);
  return { ...rest, from: key === null ? null : detail.person[key], to };
}
