import { expect, test } from 'vitest';
import type { CaseDetail } from '../../../shared/api/rows.ts';
import type { LocalDate } from '../../../shared/domain/brands.ts';
import { CASE_STATES, RemarkInputSchema, STEPS, StepInputSchema } from '../../../shared/domain/event-types.ts';
import { checkStep } from './check-step.ts';
import { askedOf } from './fields.ts';
import type { FieldSpec, FieldValue, FormContext, Values } from './fields.ts';
import { dataOf, errorsOf, startValues } from './form-values.ts';
import { REMARK_FIELDS, finishRemark } from './remark-fields.ts';
import type { WrittenRemark } from './remark-fields.ts';
import { STEP_FIELDS, orderedSteps } from './step-fields.ts';
import type { TakenStep } from './step-fields.ts';

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
  history: [],
} as unknown as CaseDetail;
const context: FormContext = {
  today: '2026-11-23' as LocalDate,
  materials: [
    { name: '户口簿', state: 'received' },
    { name: '收入声明', state: 'missing' },
  ],
  window: '民政优抚',
  limit: '2026-12-28' as LocalDate,
  detail,
};

/** What a clerk would type into each kind of field. */
function typed(spec: FieldSpec, start: FieldValue): FieldValue {
  if (spec.kind === 'text') return '按规定办理';
  if (spec.kind === 'number') return spec.min + 1;
  if (spec.kind === 'yuan') return 20.5;
  if (spec.kind === 'tick') return true;
  if (spec.kind === 'choice') return start ?? Object.keys(spec.options)[0] ?? null;
  if (spec.kind === 'branches') return [head];
  return start;
}

function filled(specs: readonly FieldSpec[]): Values {
  const start = startValues(specs, context);
  return Object.fromEntries(specs.map((spec) => [spec.key, typed(spec, start[spec.key] ?? null)]));
}

const steps = Object.keys(STEP_FIELDS) as TakenStep[];
const remarks = Object.keys(REMARK_FIELDS) as WrittenRemark[];

test('every step that a person can take has a form', () => {
  const inputs = StepInputSchema.options.map((option) => option.shape.type.value);
  expect(steps.toSorted()).toEqual(inputs.toSorted());
});

test.each(steps)('the form of %s makes data that its schema takes', (step) => {
  const values = filled(STEP_FIELDS[step]);
  const checked = checkStep(step, dataOf(STEP_FIELDS[step], values), context.limit);
  expect(checked.error?.issues).toBeUndefined();
  expect(errorsOf(STEP_FIELDS[step], values, [], 1)).toEqual({});
});

test.each(steps)('the form of %s left as it opens either saves or says in Chinese what is missing', (step) => {
  const specs = STEP_FIELDS[step];
  const values = startValues(specs, context);
  const checked = checkStep(step, dataOf(specs, values), context.limit);
  const errors = Object.values(errorsOf(specs, values, checked.error?.issues ?? [], 1));
  expect(errors.length === 0).toBe(checked.success);
  for (const error of errors) expect(error).toMatch(/\p{Script=Han}/u);
});

test.each(remarks)('the form of the remark %s makes data that its schema takes', (remark) => {
  const data = dataOf(REMARK_FIELDS[remark], filled(REMARK_FIELDS[remark]));
  const made = RemarkInputSchema.safeParse({ type: remark, data: finishRemark(remark, data, detail) });
  expect(made.error?.issues).toBeUndefined();
});

test('a correction carries the value that it replaces', () => {
  const data = { field: 'person.phone', reason: '打错' };
  expect(finishRemark('amended', data, detail)).toEqual({ ...data, from: '13874512345', to: null });
});

test('a corrected village is named by its code, whatever was typed for another field', () => {
  const data = { field: 'person.village', to: '旧字', village: '431222115002', reason: '选错' };
  expect(finishRemark('amended', data, detail)).toEqual({
    field: 'person.village',
    from: null,
    to: '431222115002',
    reason: '选错',
  });
  const asked = (field: string) => askedOf(REMARK_FIELDS['amended'], { field }).map(({ key }) => key);
  expect(asked('person.village')).toEqual(['field', 'village', 'reason']);
  expect(asked('person.phone')).toEqual(['field', 'to', 'reason']);
});

test('no score is filled in for the person who gives it', () => {
  for (const remark of ['rated', 'followed-up'] as const)
    expect(startValues(REMARK_FIELDS[remark], context)['score']).toBeNull();
  const values = startValues(REMARK_FIELDS['rated'], context);
  expect(Object.keys(errorsOf(REMARK_FIELDS['rated'], values, [], 1))).toEqual(['score']);
  expect(finishRemark('followed-up', {}, detail)).toEqual({});
  expect(finishRemark('rated', { score: '4', way: 'paper' }, detail)).toEqual({ score: 4, way: 'paper' });
});

test('money is kept in fen', () => {
  const data = dataOf(REMARK_FIELDS['fee-taken'], { item: '工本费', fen: 20.1, receipt: '' });
  expect(data).toEqual({ item: '工本费', fen: 2010 });
});

test('owed materials may not come later than the promised limit', () => {
  const data = { owed: ['收入声明'], deadline: '2026-12-29', commitment: true };
  const late = checkStep('accepted-short', data, '2026-12-28');
  expect(errorsOf(STEP_FIELDS['accepted-short'], data, late.error?.issues ?? [], 1)).toEqual({
    deadline: '不能晚于承诺期限 2026-12-28',
  });
  expect(checkStep('accepted-short', { ...data, deadline: '2026-12-28' }, '2026-12-28').success).toBe(true);
});

test('a row goes back to its village with the reason alone, another reason is written out', () => {
  const back = (data: Record<string, unknown>) => checkStep('returned-to-village', data, null);
  expect(back({ reason: 'duplicate' }).data?.data).toEqual({ reason: 'duplicate', text: '' });
  expect(back({ reason: 'other' }).success).toBe(false);
  expect(back({ reason: 'other', text: '户口不在本镇' }).success).toBe(true);
});

test('a notice starts with everything that is missing, and rows without a name are left out', () => {
  const specs = STEP_FIELDS['supplement-requested'];
  const values = startValues(specs, context);
  expect(values['missing']).toEqual([{ name: '收入声明', problem: '未提交' }]);
  const more = { ...values, missing: [...(values['missing'] as []), { name: ' ', problem: '' }] };
  expect(dataOf(specs, more)['missing']).toEqual([{ name: '收入声明', problem: '未提交' }]);
});

test('in every state the buttons are the allowed steps, each once', () => {
  for (const state of Object.keys(CASE_STATES)) {
    const allowed = steps.filter((step) => (STEPS[step].from as readonly string[]).includes(state));
    expect(orderedSteps(allowed).toSorted()).toEqual(allowed.toSorted());
  }
  expect(orderedSteps(['proxy-received', 'accepted', 'received'])).toEqual(['received', 'accepted']);
});
