/** From fields to data and back: starting values, the data of an event, and the error of each field. Pure. */
import type { z } from 'zod';
import { ACTION_TEXTS } from './texts.ts';
import { namesOf } from './fields.ts';
import type { FieldSpec, FieldValue, FormContext, Gap, Values } from './fields.ts';

function startOf(spec: FieldSpec, context: FormContext): FieldValue {
  switch (spec.kind) {
    case 'text':
      return spec.start?.(context) ?? '';
    case 'choice':
      return spec.start;
    case 'number':
      return spec.start ?? null;
    case 'yuan':
    case 'village':
      return null;
    case 'date':
    case 'names':
      return spec.start(context);
    case 'tick':
      return false;
    case 'gaps':
      return namesOf(context.materials, 'missing').map((name) => ({ name, problem: ACTION_TEXTS.gapMissing }));
    case 'branches':
      return [];
    case 'fixed':
      return spec.value(context);
  }
}

export function startValues(specs: readonly FieldSpec[], context: FormContext): Values {
  return Object.fromEntries(specs.map((spec) => [spec.key, startOf(spec, context)]));
}

function isBlank(value: FieldValue | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
}

/** The value as the event keeps it. Gaps without a name are rows that nobody filled in. */
function kept(spec: FieldSpec, value: FieldValue | undefined): unknown {
  if (spec.kind === 'gaps') return (value as readonly Gap[]).filter((gap) => gap.name.trim() !== '');
  if (spec.kind === 'yuan') return typeof value === 'number' ? Math.round(value * 100) : null;
  return typeof value === 'string' ? value.trim() : value;
}

/** Empty optional fields are left out, as the schemas want it. */
export function dataOf(specs: readonly FieldSpec[], values: Values): Record<string, unknown> {
  return Object.fromEntries(
    specs
      .filter((spec) => !(spec.optional === true && isBlank(values[spec.key])))
      .map((spec) => [spec.key, kept(spec, values[spec.key])]),
  );
}

export type FormErrors = Readonly<Record<string, string>>;

const IN_CHINESE = /\p{Script=Han}/u;

/**
 * The error of each field: what must be filled in is said first, then what the schema says. `depth` = place of the field's key in
 * the path of an issue. Empty when all is well.
 */
export function errorsOf(
  specs: readonly FieldSpec[],
  values: Values,
  issues: readonly z.core.$ZodIssue[],
  depth: number,
): FormErrors {
  const errors: Record<string, string> = {};
  for (const spec of specs) {
    if (spec.optional === true || spec.kind === 'fixed' || !isBlank(values[spec.key])) continue;
    errors[spec.key] = spec.kind === 'tick' ? ACTION_TEXTS.mustTick : ACTION_TEXTS.mustFill;
  }
  for (const issue of issues) {
    const key = String(issue.path[depth] ?? '');
    errors[key] ??= IN_CHINESE.test(issue.message) ? issue.message : ACTION_TEXTS.wrong;
  }
  return errors;
}
