import { z } from 'zod';
import { MATERIAL_STATES } from '../materials.ts';
import { defineRemark } from '../define-remark.ts';
import { field, reason } from '../field.ts';
import type { Fields } from '../field.ts';
import type { LineContext } from '../lines.ts';
import { SAID_ON, SAID_ON_LABEL } from '../correctable.ts';
import { STEPS, isStepType } from '../steps/index.ts';
import type { StepSpec } from '../steps/index.ts';

/** A name in the data of an event, or of an event's type. */
export const WordSchema = z.string().regex(/^[a-z][a-zA-Z-]{0,39}$/u);
const ItemSchema = z.union([z.string().max(500), z.looseObject({ name: z.string().max(120) })]);
/** What a field of a step may hold; whether it fits the step is the fold's affair (fold-corrections.ts). */
export const SaidValueSchema = z.union([
  z.string().max(500),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(ItemSchema).max(60),
]);
const ChangesSchema = z
  .array(z.strictObject({ field: WordSchema, from: SaidValueSchema, to: SaidValueSchema }))
  .min(1)
  .max(20);

const form = { none: 'the page shows the fields of the step that is put right, each with what it says now' };
const saidOnce = { none: 'what it was and what it is stand in one line' };

interface Change {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The fields of a step of that type, whichever way it stands in a case. */
function fieldsOf(of: string): Fields {
  if (!isStepType(of)) return {};
  const { first, fields }: StepSpec = STEPS[of];
  return { ...first?.fields, ...fields };
}

/** A value in the words of its field. */
function inWords(of: string, { field: key }: Change, value: unknown, context: LineContext): string {
  if (value === null || value === undefined || value === '') return '（空）';
  const lines = fieldsOf(of)[key]?.lines;
  const shown = typeof lines === 'function' ? lines(value, context) : [];
  return shown.length > 0 ? shown.map((line) => line.value).join('，') : String(value);
}

const STATE_WORDS: Readonly<Record<string, string>> = MATERIAL_STATES;
const isMaterials = (value: unknown): value is readonly { readonly name: string; readonly state: string }[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && 'state' in item);

/** Of a list of papers only those are told whose state is another now. */
function changedMaterials({ from, to }: Change): string | null {
  if (!isMaterials(from) || !isMaterials(to)) return null;
  const word = (state: string | undefined) => (state === undefined ? '（空）' : (STATE_WORDS[state] ?? state));
  const before = new Map(from.map(({ name, state }) => [name, state]));
  return to
    .filter(({ name, state }) => before.get(name) !== state)
    .map(({ name, state }) => `${name}：${word(before.get(name))} → ${word(state)}`)
    .join('；');
}

/** 更正: what a step says is put right; it speaks about that step. What it was stays in the step itself and here. */
export const corrected = defineRemark({
  type: 'corrected',
  label: '更正',
  fields: {
    /** The type of the step, for the words of its fields. */
    of: field(WordSchema, { label: '哪一步', form, show: saidOnce }),
    changes: field(ChangesSchema, { label: '更正内容', form, show: saidOnce }),
    reason: reason('更正原因'),
  },
  roles: ['agent', 'clerk'],
  lines: (data, context) => {
    const of = String(data['of']);
    const changes = (Array.isArray(data['changes']) ? data['changes'] : []) as readonly Change[];
    return changes.map((change) => ({
      label: change.field === SAID_ON ? SAID_ON_LABEL : (fieldsOf(of)[change.field]?.label ?? '内容'),
      value:
        changedMaterials(change) ??
        `${inWords(of, change, change.from, context)} → ${inWords(of, change, change.to, context)}`,
    }));
  },
  input: false,
  button: { none: 'it stands at each step in the history' },
});
