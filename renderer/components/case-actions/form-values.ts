/** From fields to data and back: starting values, the data of an event, and the error of each field. Pure. */
import type { z } from 'zod';
import { readFen } from '../../../shared/base/money.ts';
import { readMinute } from '../../../shared/base/minute.ts';
import { ACTION_TEXTS } from './texts.ts';
import type { FieldValue, FormContext, FormRow, Gap, Values } from '../../../shared/case/form.ts';
import { namesOf } from '../../../shared/case/materials.ts';

function startOf(row: FormRow, context: FormContext): FieldValue {
  switch (row.kind) {
    case 'text':
      return row.start?.(context) ?? '';
    case 'choice':
      return typeof row.start === 'function' ? row.start(context) : row.start;
    case 'time':
      return context.minute ?? '';
    case 'number':
      return row.start ?? null;
    case 'yuan':
      return '';
    case 'village':
    case 'matter':
      return null;
    case 'date':
    case 'names':
      return row.start(context);
    case 'tick':
      return false;
    case 'gaps':
      return namesOf(context.materials, 'missing').map((name) => ({ name, problem: ACTION_TEXTS.gapMissing }));
    case 'branches':
    case 'codes':
      return [];
    case 'materials':
      return context.materials;
    case 'fixed':
      return null;
  }
}

export function startValues(rows: readonly FormRow[], context: FormContext): Values {
  return Object.fromEntries(rows.map((row) => [row.key, startOf(row, context)]));
}

/** Returns what a row of choices offers, in the order in which a person sees it. */
export function choicesOf(
  { options, numeric }: Extract<FormRow, { readonly kind: 'choice' }>,
  context: FormContext,
): readonly { readonly value: string; readonly label: string }[] {
  const choices = Object.entries(typeof options === 'function' ? options(context) : options);
  const offered = choices.map(([value, label]) => ({ value, label }));
  return numeric === 'highest-first' ? offered.toReversed() : offered;
}

function isBlank(value: FieldValue | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
}

/** Returns the value as the event keeps it. Gaps without a name are rows that were not filled in. */
function kept(row: FormRow, value: FieldValue | undefined, values: Values): unknown {
  switch (row.kind) {
    case 'codes':
      return (value as readonly string[]).filter((code) => Object.hasOwn(row.from(values), code));
    case 'gaps':
      return (value as readonly Gap[]).filter((gap) => gap.name.trim() !== '');
    case 'yuan':
      // What is no sum is kept as it stands, so that the form refuses it instead of rounding it.
      return readFen(String(value)) ?? value;
    case 'tick':
      return value === true;
    case 'time':
      // What is no time is kept as it stands, so that the form refuses it instead of saving another.
      return readMinute(String(value)) ?? value;
    case 'choice':
      return row.numeric !== undefined && value !== null ? Number(value) : value;
    default:
      return typeof value === 'string' ? value.trim() : value;
  }
}

/** The data of the event. A field that may be left blank is left out, or empty where its schema wants it to be there. */
export function dataOf(rows: readonly FormRow[], values: Values, context: FormContext): Record<string, unknown> {
  return Object.fromEntries(
    rows.flatMap((row): [string, unknown][] => {
      if (row.kind === 'fixed') return [[row.field, row.value(context, values)]];
      const value = values[row.key];
      if (!row.optional || row.kind === 'tick' || !isBlank(value) || row.blank === 'kept')
        return [[row.field, kept(row, value, values)]];
      return row.blank === 'null' ? [[row.field, null]] : [];
    }),
  );
}

export type FormErrors = Readonly<Record<string, string>>;

const IN_CHINESE = /\p{Script=Han}/u;

/**
 * The error of each field: what must be filled in is said first, then what the schema says. `depth` = place of the field's key in
 * the path of an issue. Empty when all is well.
 */
export function errorsOf(
  rows: readonly FormRow[],
  values: Values,
  issues: readonly z.core.$ZodIssue[],
  depth: number,
): FormErrors {
  const errors: Record<string, string> = {};
  for (const row of rows) {
    if (row.optional || row.kind === 'fixed' || !isBlank(values[row.key])) continue;
    errors[row.key] = row.kind === 'tick' ? ACTION_TEXTS.mustTick : ACTION_TEXTS.mustFill;
  }
  for (const issue of issues) {
    const field = String(issue.path[depth] ?? '');
    const key = rows.find((row) => row.field === field)?.key ?? field;
    errors[key] ??= IN_CHINESE.test(issue.message) ? issue.message : ACTION_TEXTS.wrong;
  }
  return errors;
}
