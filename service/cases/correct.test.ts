import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { invent } from '../../test/fixtures/people.ts';

const CENTRE = '43122211101' as PlaceCode;
const ALLOWANCE = 'MZ-001' as MatterCode;
const MEDICAL = 'SB-006' as MatterCode;
const ACCEPTED: StepInput = { type: 'accepted', data: {} };
const CONCLUDED: StepInput = { type: 'concluded', data: { result: 'approved' } };

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

async function register(matter: MatterCode, steps: StepInput[] = [], on?: LocalDate): Promise<CaseDetail> {
  const [invented] = invent(1, 1);
  const { name, idNumber } = invented as { name: string; idNumber: string };
  const person = { name, idNumber, idVerified: true, phone: null, village: null, group: null, address: null };
  const input = { matter, person, materials: [], window: '民政优抚', steps, ...(on === undefined ? {} : { on }) };
  return (await site.call('cases.register', input)).detail;
}
const stepOf = (detail: CaseDetail, type: string): EventId =>
  detail.history.find((item) => item.type === type)?.id as EventId;
const correct = (detail: CaseDetail, type: string, values: Record<string, never>) =>
  site.call('cases.correct', { case: detail.row.case, about: stepOf(detail, type), values, reason: '写错了' });
const values = (given: Record<string, unknown>) => given as Record<string, never>;

describe('a correction of a step', () => {
  it('is not made a refusal without a reason or remedies, at the field, and nothing is written', async () => {
    const detail = await register(ALLOWANCE, [ACCEPTED, CONCLUDED]);
    await expect(correct(detail, 'concluded', values({ result: 'rejected' }))).rejects.toThrow('请写明原因');
    await expect(correct(detail, 'concluded', values({ result: 'rejected', reason: '超过标准' }))).rejects.toThrow(
      '请写明向哪个机关申请行政复议',
    );
    expect((await site.call('cases.get', { case: detail.row.case })).history).toHaveLength(detail.history.length);
  });

  it('shows what it says now beside the reason and the value before, and the lists follow', async () => {
    const detail = await register(ALLOWANCE, [ACCEPTED, CONCLUDED]);
    const after = await correct(detail, 'concluded', values({ resultNo: '沅民〔2026〕8号' }));
    expect(after.result?.resultNo).toBe('沅民〔2026〕8号');
    expect(after.history.at(-1)).toMatchObject({
      label: '更正',
      lines: [
        { label: '结果文号', value: '（空） → 沅民〔2026〕8号' },
        { label: '更正原因', value: '写错了' },
      ],
    });
    expect(after.history.find(({ type }) => type === 'concluded')?.lines).toContainEqual({
      label: '结果文号',
      value: '沅民〔2026〕8号',
    });
    expect(after.corrections.steps[stepOf(after, 'concluded')]?.values['resultNo']).toBe('沅民〔2026〕8号');
  });

  it('of the day counts the limits from there, in the list too', async () => {
    const detail = await register(ALLOWANCE, [], '2026-11-16' as LocalDate);
    const accepted = await site.call('cases.step', { case: detail.row.case, heads: [...detail.heads], step: ACCEPTED });
    expect(accepted.row.dueOn).toBe('2026-12-28');
    const after = await correct(accepted, 'accepted', values({ on: '2026-11-17' }));
    expect(after.row.dueOn).toBe('2026-12-22');
    const { rows } = await site.call('cases.list', { list: 'open' });
    expect(rows.map(({ dueOn }) => dueOn)).toEqual(['2026-12-22']);
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ['a day in the future', 'accepted', { on: '2026-11-24' }, /日期不能晚于今天/],
    ['a day before the case began', 'accepted', { on: '2026-11-15' }, /早于这一件登记的日期 2026-11-16/],
    ['a receipt after the step that follows it', 'received', { on: '2026-11-21' }, /早于前一步的 2026-11-21/],
    ['a value that does not fit', 'accepted', { note: 5 }, /填写有误/],
    ['a field that the step has not', 'accepted', { result: 'approved' }, /这一步没有这一项/],
    ['papers that were never listed', 'received', { materials: [{ name: '别的', state: 'received' }] }, /不能增减/],
    ['what it says already', 'accepted', { on: '2026-11-20' }, /没有改动/],
  ])('with %s is refused, and nothing is written', async (_, type, changed, said) => {
    const detail = await register(ALLOWANCE, [], '2026-11-16' as LocalDate);
    const { row, heads } = detail;
    const on = '2026-11-20' as LocalDate;
    const accepted = await site.call('cases.step', { case: row.case, heads: [...heads], step: ACCEPTED, on });
    await expect(correct(accepted, type, values(changed))).rejects.toThrow(said);
    expect((await site.call('cases.get', { case: row.case })).history).toHaveLength(2);
  });
});

describe('a corrected matter', () => {
  it('moves the case into the lists, the window and the limits of the right one', async () => {
    const detail = await register(ALLOWANCE, [ACCEPTED]);
    const input = { case: detail.row.case, matter: MEDICAL, materials: [], reason: '登记时选错' };
    const after = await site.call('cases.correctMatter', { ...input, heads: [...detail.heads] });
    expect(after.row).toMatchObject({ matter: MEDICAL, kind: 'immediate', window: '社会保障', state: 'accepted' });
    expect((await site.call('cases.list', { matter: ALLOWANCE })).total).toBe(0);
    expect((await site.call('cases.list', { matter: MEDICAL })).total).toBe(1);
    expect(after.acceptedOn).toBe(detail.acceptedOn);
    await expect(site.call('cases.correctMatter', { ...input, heads: [...detail.heads] })).rejects.toThrow('conflict');
    await expect(site.call('cases.correctMatter', { ...input, heads: [...after.heads] })).rejects.toThrow('没有改动');
    const strange = { ...input, matter: ALLOWANCE, materials: [{ name: '别的', state: 'received' as const }] };
    await expect(site.call('cases.correctMatter', { ...strange, heads: [...after.heads] })).rejects.toThrow(
      '“别的”不在',
    );
  });
});

describe('an undo', () => {
  it('takes the last step back; it stays in the history with who, when and why', async () => {
    const detail = await register(ALLOWANCE, [ACCEPTED, CONCLUDED]);
    const { undo } = detail.corrections;
    expect(undo).toMatchObject({ label: '办结' });
    const input = { case: detail.row.case, step: undo?.step as EventId, reason: '点错了' };
    const after = await site.call('cases.undo', { ...input, heads: [...detail.heads] });
    expect(after.row).toMatchObject({ state: 'accepted', status: '已受理' });
    expect(after.result).toBeNull();
    expect(after.history.map(({ label, effect }) => [label, effect])).toEqual([
      ['收件', 'effective'],
      ['受理', 'effective'],
      ['办结', 'undone'],
      ['撤销', 'effective'],
    ]);
    expect(after.history.at(-1)).toMatchObject({ staff: '01', lines: [{ label: '撤销原因', value: '点错了' }] });
    expect((await site.call('cases.list', { list: 'concluded' })).total).toBe(0);
    await expect(site.call('cases.undo', { ...input, heads: [...detail.heads] })).rejects.toThrow('conflict');
    await expect(site.call('cases.undo', { ...input, heads: [...after.heads] })).rejects.toThrow(
      '只能撤销最后办理的一步',
    );
  });
});
