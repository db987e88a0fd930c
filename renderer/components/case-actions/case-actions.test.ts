import { expect, test } from 'vitest';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { LocalDate } from '../../../shared/base/brands.ts';
import { CASE_STATES } from '../../../shared/case/states.ts';
import { RemarkInputSchema } from '../../../shared/case/remarks/index.ts';
import type { RemarkInput } from '../../../shared/case/remarks/index.ts';
import { STEPS, StepInputSchema } from '../../../shared/case/steps/index.ts';
import { REMARK_FORMS, STEP_FORMS, orderedSteps } from '../../../shared/case/buttons.ts';
import { inventPerson } from '../../../shared/person/invented-people.ts';
import { rowsAskedNow } from '../../../shared/case/form.ts';
import type { FieldValue, FormContext, FormRow, Values } from '../../../shared/case/form.ts';
import type { LaterStepType } from '../../../shared/case/steps/index.ts';
import { checkRemark, checkStep } from './check-step.ts';
import { choicesOf, dataOf, errorsOf, startValues } from './form-values.ts';

const head = `20261120-${'a'.repeat(26)}`;
const detail = {
  person: {
    name: '向翠莲',
    idNumber: null,
    idVerified: false,
    phone: '13874512345',
    village: null,
    group: null,
    address: null,
  },
  dispute: [{ id: head, label: '办结', staff: '001', place: '凉水井镇', on: '2026-11-20' }],
  owed: null,
  rating: { nextRound: 1 },
  history: [],
  row: { state: 'accepted', on: '2026-11-02' },
} as unknown as CaseDetail;
const context: FormContext = {
  today: '2026-11-23' as LocalDate,
  materials: [
    { name: '户口簿', state: 'received' },
    { name: '收入声明', state: 'missing' },
  ],
  window: '民政优抚',
  minute: '10:20',
  limit: '2026-12-28' as LocalDate,
  detail,
};

/** Texts that are read by a pattern of their own. */
const PATTERNED: Readonly<Record<string, string>> = {
  queryCode: '204815',
  number: inventPerson(() => 0.6).idNumber,
  trackingNo: 'XA12345678943',
};

/** What a clerk would type into each kind of field. */
function typed(row: FormRow, start: FieldValue): FieldValue {
  if (row.kind === 'text') return PATTERNED[row.field] ?? '按规定办理';
  if (row.kind === 'number') return row.min + 1;
  if (row.kind === 'yuan') return '20.5';
  if (row.kind === 'tick') return true;
  if (row.kind === 'choice') return start ?? Object.keys(row.options)[0] ?? null;
  if (row.kind === 'branches') return [head];
  if (row.kind === 'date') return start ?? '2026-12-10';
  return start;
}

function filled(rows: readonly FormRow[]): Values {
  const start = startValues(rows, context);
  return Object.fromEntries(rows.map((row) => [row.key, typed(row, start[row.key] ?? null)]));
}

const steps = Object.keys(STEP_FORMS) as LaterStepType[];
/** Printing is noted by the page that prints. */
const remarks = (Object.keys(REMARK_FORMS) as RemarkInput['type'][]).filter((remark) => remark !== 'printed');

test('every step that a person can take has a form', () => {
  const inputs = StepInputSchema.options.map((option) => option.shape.type.value);
  expect(steps.toSorted()).toEqual(inputs.toSorted());
});

test.each(steps)('the form of %s makes data that its schema takes', (step) => {
  const values = filled(STEP_FORMS[step]);
  const checked = checkStep(step, dataOf(STEP_FORMS[step], values, context), context);
  expect(checked.error?.issues).toBeUndefined();
  expect(errorsOf(STEP_FORMS[step], values, [], 1)).toEqual({});
});

test.each(steps)('the form of %s left as it opens either saves or says in Chinese what is missing', (step) => {
  const values = startValues(STEP_FORMS[step], context);
  // As the dialog does: what is not asked yet is neither missing nor written.
  const rows = rowsAskedNow(STEP_FORMS[step], values);
  const checked = checkStep(step, dataOf(rows, values, context), context);
  const errors = Object.values(errorsOf(rows, values, checked.error?.issues ?? [], 1));
  expect(errors.length === 0).toBe(checked.success);
  for (const error of errors) expect(error).toMatch(/\p{Script=Han}/u);
});

/** The data that the form of a remark makes of what was filled in. */
const written = (remark: RemarkInput['type'], values: Values) =>
  dataOf(rowsAskedNow(REMARK_FORMS[remark], values), values, context);

test.each(remarks)('the form of the remark %s makes data that its schema takes', (remark) => {
  const data = written(remark, filled(REMARK_FORMS[remark]));
  const made = RemarkInputSchema.safeParse({ type: remark, data });
  expect(made.error?.issues).toBeUndefined();
});

test('a correction carries the value that it replaces', () => {
  const values = { field: 'person.phone', reason: '打错' };
  expect(written('amended', values)).toEqual({ ...values, from: '13874512345', to: null });
});

test('a corrected village is named by its code, whatever was typed for another field', () => {
  const values = { field: 'person.village', to: '旧字', village: '431222115002', reason: '选错' };
  expect(written('amended', values)).toEqual({
    field: 'person.village',
    from: null,
    to: '431222115002',
    reason: '选错',
  });
  const asked = (field: string) =>
    rowsAskedNow(REMARK_FORMS['amended'], { field }).flatMap(({ kind, key }) => (kind === 'fixed' ? [] : [key]));
  expect(asked('person.village')).toEqual(['field', 'village', 'reason']);
  expect(asked('person.phone')).toEqual(['field', 'to', 'reason']);
});

test('what is wrong with a corrected village is said at the field that asks for it', () => {
  const values = { field: 'person.village', village: '9', reason: '选错' };
  const issues = [{ code: 'custom', path: ['data', 'to'], message: '没有这个村', input: '9' }] as const;
  const rows = rowsAskedNow(REMARK_FORMS['amended'], values);
  expect(errorsOf(rows, values, [{ ...issues[0], path: [...issues[0].path] }], 1)).toEqual({ village: '没有这个村' });
});

test('no score is filled in for the person who gives it', () => {
  for (const remark of ['rating-given', 'followed-up'] as const)
    expect(startValues(REMARK_FORMS[remark], context)['score']).toBeNull();
  const values = startValues(REMARK_FORMS['rating-given'], context);
  expect(Object.keys(errorsOf(REMARK_FORMS['rating-given'], values, [], 1))).toEqual(['score']);
  expect(written('followed-up', startValues(REMARK_FORMS['followed-up'], context))).toEqual({});
  // Ticked at a bad level, and then the level is another: what that level does not offer is not kept.
  const given = { score: '4', items: ['101', '203'], channel: 'paper', giver: 'self', named: 'named', writtenBy: '' };
  expect(written('rating-given', given)).toEqual({
    round: 1,
    score: 4,
    items: ['101'],
    channel: 'paper',
    giver: 'self',
    named: 'named',
  });
});

test('a scale of contentment begins at its best, wherever it is asked', () => {
  const best = ['非常满意', '满意', '基本满意', '不满意', '非常不满意'];
  for (const remark of ['rating-given', 'followed-up'] as const) {
    const scale = REMARK_FORMS[remark].find(({ key }) => key === 'score');
    if (scale?.kind !== 'choice') throw new TypeError('the score is no choice');
    expect(choicesOf(scale, context).map(({ label }) => label)).toEqual(best);
  }
});

test('money is kept in fen', () => {
  const data = written('fee-taken', { item: '工本费', fen: '1,020.1', receipt: '' });
  expect(data).toEqual({ item: '工本费', fen: 102_010 });
});

test.each(['20.105', '-5', '0', '二十', '9999999'])(
  'a sum of %s is refused at its field, and not rounded or cut',
  (fen) => {
    const values = { item: '工本费', fen, receipt: '' };
    const rows = REMARK_FORMS['fee-taken'];
    const checked = checkRemark('fee-taken', dataOf(rows, values, context), context);
    expect(checked.success).toBe(false);
    expect(errorsOf(rows, values, checked.error?.issues ?? [], 1)).toEqual({
      fen: expect.stringContaining('金额') as string,
    });
  },
);

test('owed materials may not come later than the promised limit', () => {
  const data = { owed: ['收入声明'], deadline: '2026-12-29', commitment: true };
  const late = checkStep('accepted-short', data, context);
  expect(errorsOf(STEP_FORMS['accepted-short'], data, late.error?.issues ?? [], 1)).toEqual({
    deadline: '不能晚于承诺期限 2026-12-28',
  });
  expect(checkStep('accepted-short', { ...data, deadline: '2026-12-28' }, context).success).toBe(true);
});

test('a row goes back to its village with the reason alone, another reason is written out', () => {
  const rows = STEP_FORMS['returned-to-village'];
  const back = (filledIn: Values) => {
    const data = dataOf(rows, { ...startValues(rows, context), ...filledIn }, context);
    return checkStep('returned-to-village', data, { today: context.today, limit: null, detail: null });
  };
  expect(back({ reason: 'duplicate' }).data?.data).toEqual({ reason: 'duplicate', text: '' });
  expect(back({ reason: 'other' }).success).toBe(false);
  expect(back({ reason: 'other', text: '户口不在本镇' }).success).toBe(true);
});

test('a notice starts with everything that is missing, and rows without a name are left out', () => {
  const rows = STEP_FORMS['supplement-requested'];
  const values = startValues(rows, context);
  expect(values['missing']).toEqual([{ name: '收入声明', problem: '未提交' }]);
  const more = { ...values, missing: [...(values['missing'] as []), { name: ' ', problem: '' }] };
  expect(dataOf(rows, more, context)['missing']).toEqual([{ name: '收入声明', problem: '未提交' }]);
});

test('in every state the buttons are the allowed steps, each once', () => {
  for (const state of Object.keys(CASE_STATES)) {
    const allowed = steps.filter((step) => (STEPS[step].from as readonly string[]).includes(state));
    expect(orderedSteps(allowed).toSorted()).toEqual(allowed.toSorted());
  }
  expect(orderedSteps(['proxy-received', 'accepted', 'received'])).toEqual(['received', 'accepted']);
});

test('a day before the case began is refused at its field', () => {
  const visit = { kind: 'site-visit', from: '2026-11-01', to: '2026-11-03' };
  expect(checkRemark('work-done', visit, context).error?.issues.map(({ path }) => path)).toEqual([['data', 'from']]);
  expect(checkRemark('work-done', { ...visit, from: '2026-11-02' }, context).success).toBe(true);
});
