/** What a step costs: its case is folded before it and after it, and all that follows (the row, the answer) is made of that. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import type { ClientMethods } from '../../shared/api/client.ts';
import type { InputOf } from '../../shared/api/contract.ts';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import { STEP_TYPES, type StepType } from '../../shared/case/steps/index.ts';
import { EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import { caseEvents, getCase } from '../../store/projection/cases.ts';
import { countCalls } from '../../test/fixtures/count-calls.ts';
import { STEP_DATA } from '../../test/fixtures/events.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';

const CENTRE = '43122211501' as PlaceCode;
const VILLAGE = '431222115002' as PlaceCode;
const MEDICAL = 'SB-006' as MatterCode;
const PROMISED = 'MZ-001' as MatterCode;
const MOST = 2;
/** Steps that no case allows which began at this window: a village's, its rows', the county's word in a dispute, and one that is only read now. */
const ELSEWHERE = new Set<StepType>([
  'proxy-received',
  'handed-over',
  'received',
  'returned-to-village',
  'settled',
  'paused',
  // Methods of their own take them (correct.test.ts).
  'undone',
  'matter-corrected',
  // Of a village's case alone.
  'mandate-taken',
  'mandate-suspended',
  'mandate-resumed',
  'mandate-ended',
  'mandate-handed-over',
]);
/** The day on which an applicant is told lies in the case. */
const DATA: Partial<Record<StepType, unknown>> = {
  'special-procedure': { ...STEP_DATA['special-procedure'], toldOn: '2026-11-23' },
};

let site: TestSite;
afterEach(() => site.close());

const folds = <T>(during: () => T | Promise<T>) => countCalls('/shared/case/fold/fold.ts', 'foldCase', during);

type Step = InputOf<ClientMethods['cases.step']>['step'];

const registration = (steps: InputOf<ClientMethods['cases.register']>['steps'] = [], matter = MEDICAL) =>
  site.call('cases.register', {
    matter,
    person: { ...EMPTY_PERSON, name: '向翠莲' },
    materials: [],
    window: '社会保障',
    steps,
  });

const take = ({ row, heads }: CaseDetail, taken: Step) =>
  site.call('cases.step', { case: row.case, heads: [...heads], step: taken });

describe('at the centre', () => {
  beforeEach(() => {
    site = testSite(CENTRE);
  });

  it('a case that is looked at is folded once', async () => {
    const { detail } = await registration();
    const { calls, value } = await folds(() => site.call('cases.get', { case: detail.row.case }));
    expect(calls).toBe(1);
    expect(value).toEqual(detail);
  });

  it.each([
    ['nothing more', []],
    ['its acceptance', [{ type: 'accepted', data: {} }]],
    [
      'its decision and handing out',
      [
        { type: 'accepted', data: {} },
        { type: 'concluded', data: { result: 'approved' } },
      ],
    ],
  ] as const)('a registration with %s folds its case at most twice', async (_, steps) => {
    const { calls, value } = await folds(() => registration(steps as unknown as Parameters<typeof registration>[0]));
    expect(calls).toBeLessThanOrEqual(MOST);
    expect(await site.call('cases.get', { case: value.case })).toEqual(value.detail);
  });

  it('every step that a case allows folds it at most twice, and answers what the next look shows', async () => {
    const tried = new Map<StepType, number>();
    const times = (type: StepType) => tried.get(type) ?? 0;
    for (let { detail } = await registration([], PROMISED), left = 45; left > 0; left -= 1) {
      const [type] = detail.allowed.toSorted((a, b) => times(a) - times(b));
      if (type === undefined) {
        ({ detail } = await registration([], left % 2 === 0 ? PROMISED : MEDICAL));
        continue;
      }
      tried.set(type, times(type) + 1);
      const { row, heads } = detail;
      const step = { type, data: DATA[type] ?? STEP_DATA[type] } as Step;
      const { calls, value } = await folds(() => site.ask('cases.step', { case: row.case, heads: [...heads], step }));
      expect([type, calls > 0, calls <= MOST]).toEqual([type, true, true]);
      const now = await site.call('cases.get', { case: row.case });
      expect([type, value.ok ? value.value : detail]).toEqual([type, now]);
      detail = now;
    }
    const atWindow = STEP_TYPES.filter((type) => !ELSEWHERE.has(type));
    expect([...tried.keys()].toSorted()).toEqual(atWindow.toSorted());
  });

  it('a step that is refused folds its case at most twice and leaves it as it was', async () => {
    const { detail } = await registration();
    const closed = await take(detail, { type: 'concluded', data: { result: 'approved' } } as unknown as Step);
    const { calls, value } = await folds(() =>
      site.ask('cases.step', {
        case: closed.row.case,
        heads: [...closed.heads],
        step: { type: 'accepted', data: {} } as unknown as Step,
      }),
    );
    expect(value.ok).toBe(false);
    expect(calls).toBeLessThanOrEqual(MOST);
    expect(await site.call('cases.get', { case: detail.row.case })).toEqual(closed);
  });

  it('a remark folds its case at most twice', async () => {
    const { detail } = await registration();
    const { calls, value } = await folds(() =>
      site.call('cases.remark', {
        case: detail.row.case,
        about: detail.row.case,
        remark: { type: 'amended', data: { field: 'person.name', from: '向翠莲', to: '向翠连', reason: '打错' } },
      }),
    );
    expect(calls).toBeLessThanOrEqual(MOST);
    expect(await site.call('cases.get', { case: detail.row.case })).toEqual(value);
  });
});

it('rows that are handed over, come in at the centre and are received fold each of their cases once, once and at most twice', async () => {
  site = testSite(VILLAGE);
  const names = ['向翠莲', '舒满红', '陈娥满'];
  const rows = names.map((name, position) => ({
    id: `r-${position}`,
    position,
    source: 'typed' as const,
    cells: { ...EMPTY_CELLS, date: '2026-11-20', name, phone: `1387451234${position}`, matter: '合作医疗' },
  }));
  await site.call('batch.save', { rows });
  for (const { id, confirmable } of (await site.call('batch.open', {})).rows)
    if (confirmable) await site.call('batch.decide', { id, decision: 'confirm' });
  const handed = await folds(() => site.call('batch.finish', {}));
  expect(handed.calls).toBe(names.length);
  const cases = handed.value.rows.map((row) => row.case);
  const events = cases.flatMap((id) => caseEvents(site.desk.file, id));

  site.close();
  site = testSite(CENTRE);
  const { ledger, file } = site.desk;
  const taken = await folds(() => ledger.store(VILLAGE, events));
  expect([taken.value, taken.calls]).toEqual([2 * names.length, names.length]);
  const received = await folds(() => site.call('cases.receiveMany', { cases }));
  expect(received.value).toEqual({ received: names.length, skipped: 0 });
  expect(received.calls).toBeLessThanOrEqual(MOST * names.length);
  expect(cases.map((id) => getCase(file, id)?.state)).toEqual(names.map(() => 'received'));
});
