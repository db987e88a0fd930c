/** What was entered wrongly is put right: by an event with its reason, never by changing what is there. */
import type { z } from 'zod';
import type { clientMethods } from '../../shared/api/client.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { LocalDateSchema } from '../../shared/base/local-date.ts';
import { SAID_ON } from '../../shared/case/correctable.ts';
import {
  brokenRuleOf,
  correctableFields,
  correctableStep,
  correctionsOf,
  rowsOfStep,
} from '../../shared/case/corrections-of.ts';
import { dayBeforeCase } from '../../shared/case/form-days.ts';
import type { CorrectableStep } from '../../shared/api/corrections.ts';
import { termsOf } from '../../shared/matter/catalogue.ts';
import { isReadable } from '../../store/projection/event-rows.ts';
import type { FoldedCase } from '../../store/types.ts';
import type { Desk } from '../desk.ts';
import { currentCase, roleOf } from './read.ts';
import { appendAfterHeads, appendRemark, checkHeads, type StepBy } from './take-step.ts';

type InputOf<M extends keyof typeof clientMethods> = z.output<(typeof clientMethods)[M]['input']>;
type Correction = InputOf<'cases.correct'>;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Returns the changes. Throws ApiError `bad-input` at the field that can't be kept, or where nothing changes. */
function changesOf(desk: Desk, { fold }: FoldedCase, step: CorrectableStep, values: Correction['values']) {
  const rows = rowsOfStep(step.type, step.isFirst);
  const unknown = Object.keys(values).find((key) => !rows.some(({ field }) => field === key));
  if (unknown !== undefined) throw new ApiError('bad-input', '这一步没有这一项。', unknown);
  const day: unknown = values[SAID_ON] ?? step.values[SAID_ON];
  const on = LocalDateSchema.safeParse(day);
  if (!on.success) throw new ApiError('bad-input', '日期填写有误。', SAID_ON);
  checkCorrectedDay(desk, on.data, step.isFirst ? null : fold.on);
  const early = dayBeforeCase(rows, values, step.isFirst ? null : fold.on);
  if (early !== null) throw new ApiError('bad-input', `${early.text}。`, early.field);
  const { materials } = values;
  if (materials !== undefined && !isSame(namesIn(materials), namesIn(step.values['materials'])))
    throw new ApiError('bad-input', '材料只能改是否收到，不能增减。', 'materials');
  const changes = Object.entries(values)
    .filter(([field, to]) => !isSame(to, step.values[field]))
    .map(([field, to]) => ({ field, from: step.values[field] ?? null, to }));
  if (changes.length === 0) throw new ApiError('bad-input', '没有改动，不需要更正。');
  return changes;
}

const namesIn = (list: unknown): readonly unknown[] =>
  Array.isArray(list) ? list.map((item: unknown) => (item as { readonly name?: unknown } | null)?.name) : [];

/** As at registration: not in the future; a later step not before the case began. */
function checkCorrectedDay(desk: Desk, on: LocalDate, began: LocalDate | null): void {
  if (on > desk.today()) throw new ApiError('bad-input', '日期不能晚于今天。', SAID_ON);
  if (began !== null && on < began) throw new ApiError('bad-input', `日期早于这一件登记的日期 ${began}。`, SAID_ON);
}

/** The changes as their fields keep them. Throws ApiError `bad-input` at the first one whose value does not fit its field. */
function readChanges<C extends { readonly field: string; readonly to: unknown }>(
  step: CorrectableStep,
  changes: readonly C[],
): readonly C[] {
  const fields = correctableFields(step.type, step.isFirst) ?? {};
  return changes.map((change) => {
    const { field, to } = change;
    const read = fields[field]?.schema.safeParse(to ?? undefined);
    if (read?.success === false)
      throw new ApiError('bad-input', to === null ? '这一项不能空。' : '填写有误，请检查。', field);
    return to === null || read === undefined ? change : { ...change, to: read.data };
  });
}

/** Rules that the case breaks with its steps as they stand, each once. */
const breachesOf = ({ fold }: FoldedCase): ReadonlySet<string> =>
  new Set(fold.steps.flatMap(({ id, breaches }) => breaches.map(({ rule, field }) => `${id} ${rule} ${field ?? ''}`)));

/** Puts right what a step says. Throws ApiError: a value that does not fit, a day that lies in the future or breaks the order of the steps, nothing changed. */
export function correctStep(desk: Desk, { case: id, about, values, reason }: Correction, by: StepBy): FoldedCase {
  const after = desk.ledger.transaction(() => {
    const before = currentCase(desk, id);
    const event = before.events.filter(isReadable).find(({ _id }) => _id === about);
    const step = event === undefined ? null : correctableStep(before.fold, event, roleOf(desk), desk.place);
    if (step === null) throw new ApiError('not-allowed', '这一步不能在这里更正。');
    const changes = readChanges(step, changesOf(desk, before, step, values));
    const broken = brokenRuleOf(
      step.type,
      step.isFirst,
      { ...step.values, ...values },
      { today: desk.today(), person: before.fold.person },
    );
    if (broken !== null) throw new ApiError('bad-input', `${broken.text}。`, broken.field);
    const corrected = appendRemark(
      desk,
      before,
      { type: 'corrected', about, data: { of: step.type, changes, reason } },
      by,
    );
    const known = breachesOf(before);
    for (const { id: at, breaches } of corrected.fold.steps)
      for (const { rule, field, text } of breaches)
        if (!known.has(`${at} ${rule} ${field ?? ''}`)) throw new ApiError('not-allowed', `${text}。`, SAID_ON);
    return corrected;
  });
  desk.wrote('cases');
  return after;
}

/** The case stands under another matter from here on, with the terms of the catalogue in force. Throws ApiError. */
export function correctMatter(desk: Desk, input: InputOf<'cases.correctMatter'>, by: StepBy): FoldedCase {
  const matter = desk.catalogue.matter(input.matter);
  const terms = termsOf(desk.catalogue, input.matter);
  if (matter === undefined || terms === undefined) throw new ApiError('bad-input', '目录里没有这个事项。', 'matter');
  const known = new Set(matter.materials.map(({ name }) => name));
  const unknown = input.materials.find(({ name }) => !known.has(name));
  if (unknown !== undefined)
    throw new ApiError('bad-input', `“${unknown.name}”不在这个事项的材料清单里。`, 'materials');
  const after = desk.ledger.transaction(() => {
    const before = currentCase(desk, input.case);
    const { fold } = before;
    checkHeads(before, input.heads);
    if (!correctionsOf(fold, [], roleOf(desk), desk.place).matter)
      throw new ApiError('not-allowed', '这一件的事项现在不能更正。');
    if (fold.matter === input.matter) throw new ApiError('bad-input', '就是现在的事项，没有改动。', 'matter');
    if (roleOf(desk) === 'agent' && !matter.proxyable)
      throw new ApiError('not-allowed', `“${matter.name}”须本人到场，不可代办。`, 'matter');
    const data = {
      was: fold.matter,
      matter: input.matter,
      terms,
      window: matter.window,
      materials: input.materials,
      reason: input.reason,
    };
    return appendAfterHeads(desk, before, { type: 'matter-corrected', data }, by, desk.today());
  });
  desk.wrote('cases');
  return after;
}

/** Takes back the step taken last. Throws ApiError: another step in between is a conflict. */
export function undoStep(desk: Desk, input: InputOf<'cases.undo'>, by: StepBy): FoldedCase {
  const after = desk.ledger.transaction(() => {
    const before = currentCase(desk, input.case);
    checkHeads(before, input.heads);
    // Not before the step that it takes back, should the machine's day have been put back since.
    const last = before.fold.steps.find(({ id }) => id === input.step);
    const today = desk.today();
    const on = last !== undefined && last.on > today ? last.on : today;
    const data = { step: input.step, reason: input.reason };
    return appendAfterHeads(desk, before, { type: 'undone', data }, by, on);
  });
  desk.wrote('cases');
  return after;
}
