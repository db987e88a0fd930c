/** The form that puts a step right: its own fields with what they say now, and the reason. Pure. */
import { z } from 'zod';
import type { CorrectableStep } from '../../../shared/api/corrections.ts';
import type { LocalDate } from '../../../shared/base/brands.ts';
import { SAID_ON } from '../../../shared/case/correctable.ts';
import { brokenRuleOf, correctableFields, rowsOfStep } from '../../../shared/case/corrections-of.ts';
import { reason } from '../../../shared/case/field.ts';
import { dayBeforeCase } from '../../../shared/case/form-days.ts';
import { formRowsOf, rowsAskedNow } from '../../../shared/case/form.ts';
import type { FormContext, FormRow, Values } from '../../../shared/case/form.ts';
import type { Person } from '../../../shared/person/person.ts';
import { ACTION_TEXTS as T } from './texts.ts';

/** The row of the correction's own reason: a step may have one among its fields. */
const WHY = 'why';

const NAMES = { placeName: (code: string) => code, matterName: (code: string) => code };

/** What a field says now, in the words of history. */
function nowInWords({ type, isFirst, values }: CorrectableStep, field: string): string {
  const value = values[field];
  if (value === null || value === undefined || value === '') return T.empty;
  const lines = correctableFields(type, isFirst)?.[field]?.lines;
  const said = typeof lines === 'function' ? lines(value, NAMES).map((line) => line.value) : [String(value)];
  return said.join('，');
}

/** Names that are not offered any more stay to be ticked off. */
function withOwnNames(row: FormRow, now: unknown): FormRow {
  if (row.kind !== 'names' || !Array.isArray(now)) return row;
  return { ...row, from: (context: FormContext) => [...new Set([...(now as string[]), ...row.from(context)])] };
}

const BEGINS_BLANK: ReadonlySet<FormRow['kind']> = new Set(['date', 'time', 'choice']);

export function correctionForm(step: CorrectableStep): { readonly rows: readonly FormRow[]; readonly start: Values } {
  const rows = rowsOfStep(step.type, step.isFirst).map((row) => ({
    ...withOwnNames(row, step.values[row.field]),
    ...(row.kind === 'materials' ? {} : { hint: T.correctNow(nowInWords(step, row.field)) }),
  }));
  const start = rows.flatMap(({ key, field, kind }): [string, Values[string]][] => {
    const now = step.values[field];
    if (now === null || now === undefined) return kind === 'text' ? [[key, '']] : [];
    return [[key, now as Values[string]]];
  });
  // A field that says nothing now begins with nothing, whatever its own form would propose.
  const blank = Object.fromEntries(rows.filter(({ kind }) => BEGINS_BLANK.has(kind)).map(({ key }) => [key, null]));
  return {
    rows: [...rows, ...formRowsOf({ [WHY]: reason('更正原因') })],
    start: { ...blank, ...Object.fromEntries(start) },
  };
}

export interface Correction {
  readonly values: Record<string, never>;
  readonly reason: string;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What was changed, checked as the step's own form checks it. `values`: what is filled in. */
export function checkCorrection(
  step: CorrectableStep,
  data: Record<string, unknown>,
  context: { readonly today: LocalDate; readonly began: LocalDate; readonly person: Person },
): z.ZodSafeParseResult<Correction> {
  const { [WHY]: why, ...said } = data;
  const fields = correctableFields(step.type, step.isFirst) ?? {};
  const rows = rowsOfStep(step.type, step.isFirst);
  const asked = rowsAskedNow(rows, said as Values).map(({ field }) => field);
  const changed = asked.filter((field) => !isSame(said[field], step.values[field]));
  // What is not asked any more (of a refusal, how long the result holds) goes with what it hung on.
  const gone = rows.flatMap(({ field }) =>
    !asked.includes(field) && !isSame(step.values[field], null) && fields[field]?.schema.safeParse(undefined).success
      ? [field]
      : [],
  );
  const began = step.isFirst ? null : context.began;
  return z
    .record(z.string(), z.unknown())
    .transform((_, issues): Correction => {
      const wrong = (field: string, message: string) => issues.addIssue({ code: 'custom', path: [field], message });
      for (const field of changed) {
        const value = said[field];
        if (field === SAID_ON) {
          if (typeof value !== 'string') wrong(field, T.mustFill);
          else if (value > context.today) wrong(field, T.correctLater);
          else if (began !== null && value < began) wrong(field, T.correctEarly(began));
          continue;
        }
        const read = fields[field]?.schema.safeParse(value ?? undefined);
        if (read?.success === false)
          wrong(field, value === undefined ? T.correctEmpty : (read.error.issues[0]?.message ?? T.wrong));
      }
      const early = dayBeforeCase(rows, said, began);
      if (early !== null) wrong(early.field, early.text);
      const broken = brokenRuleOf(step.type, step.isFirst, said, context);
      if (broken !== null) wrong(broken.field, broken.text);
      if (changed.length === 0) wrong(WHY, T.correctSame);
      return {
        values: Object.fromEntries([...changed, ...gone].map((field) => [field, (said[field] ?? null) as never])),
        reason: String(why),
      };
    })
    .safeParse(data);
}
