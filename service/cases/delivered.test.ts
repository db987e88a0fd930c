/** Who took a result: what the form asks is refused where it is missing or wrong, stands on the case and in its history, and can be put right field by field. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { invent } from '../../test/fixtures/people.ts';

type Data = Extract<StepInput, { type: 'delivered' }>['data'];

const people = invent(2, 7);
const [own, daughter] = people.map(({ idNumber }) => idNumber) as [string, string];
const wrong = (number: string) => `${number.slice(0, 17)}${number.endsWith('1') ? '2' : '1'}`;
const BY_SELF: Data = { way: 'desk', signer: 'self', paper: 'resident-id', number: own, minute: '10:20' };
const BY_DAUGHTER: Data = {
  way: 'desk',
  signer: 'family',
  signerName: '舒小妹',
  relation: '女儿',
  paper: 'resident-id',
  number: daughter,
  minute: '15:40',
};
const BY_POST: Data = { way: 'post', signer: 'self', trackingNo: 'xa12345678943', minute: '16:05' };

let site: TestSite;
let concluded: CaseDetail;
beforeEach(async () => {
  site = testSite(CENTRE);
  const person = { ...EMPTY_PERSON, name: '舒满红', idNumber: own };
  const steps: StepInput[] = [
    { type: 'accepted', data: {} },
    { type: 'concluded', data: { result: 'approved' } },
  ];
  const matter = 'MZ-001' as MatterCode;
  ({ detail: concluded } = await site.call('cases.register', { matter, person, materials: [], window: '', steps }));
});
afterEach(() => site.close());

const taking = (data: Data) => ({
  case: concluded.row.case,
  heads: [...concluded.heads],
  step: { type: 'delivered', data } satisfies StepInput as StepInput,
});
const deliver = (data: Data) => site.call('cases.step', taking(data));
const refusedAt = async (data: Data) => {
  const answer = await site.ask('cases.step', taking(data));
  return answer.ok ? null : [answer.code, answer.field];
};
/** Without some of its parts. */
const less = (data: Data, ...keys: (keyof Data)[]): Data =>
  Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key as keyof Data))) as Data;

describe('a delivery', () => {
  it.each<[string, Data, string]>([
    ['no way', less(BY_SELF, 'way'), 'way'],
    ['no time', less(BY_SELF, 'minute'), 'minute'],
    ['a time that is none', { ...BY_SELF, minute: '24:10' }, 'minute'],
    ['no kind of paper', less(BY_SELF, 'paper'), 'paper'],
    ['no number', less(BY_SELF, 'number'), 'number'],
    ['a number whose check character is wrong', { ...BY_DAUGHTER, number: wrong(daughter) }, 'number'],
    ['another number than the applicant has', { ...BY_SELF, number: daughter }, 'number'],
    ['a passport whose number is none', { ...BY_DAUGHTER, paper: 'passport', number: 'ABC' }, 'number'],
    ['a number without a paper', { ...BY_DAUGHTER, paper: 'none' }, 'number'],
    ['no name of the agent', less(BY_DAUGHTER, 'signerName'), 'signerName'],
    ['no relation of the agent', less(BY_DAUGHTER, 'relation'), 'relation'],
    ['no number of the letter', less(BY_POST, 'trackingNo'), 'trackingNo'],
    ['a number of a letter that is none', { ...BY_POST, trackingNo: '没有' }, 'trackingNo'],
    ['the post as who signs', { ...BY_POST, signer: 'post' }, 'signer'],
  ])('with %s is refused at that field, and nothing is written', async (_, data, field) => {
    const [code, at] = (await refusedAt(data)) ?? [];
    expect(code).toBe('bad-input');
    expect(at?.split('.').at(-1)).toBe(field);
    expect((await site.call('cases.get', { case: concluded.row.case })).row.state).toBe('concluded');
  });

  it('stands among the facts of the case, and in the history with the number masked', async () => {
    const { delivery, history, row } = await deliver(BY_DAUGHTER);
    expect(row.state).toBe('delivered');
    expect(delivery).toEqual({ ...BY_DAUGHTER, on: site.desk.today(), trackingNo: null });
    const lines = Object.fromEntries((history.at(-1)?.lines ?? []).map(({ label, value }) => [label, value]));
    expect(lines).toEqual({
      送达方式: '窗口领取',
      签收人: '代理人（亲属等）',
      签收人姓名: '舒小妹',
      与申请人关系: '女儿',
      证件类型: '居民身份证',
      证件号码: `${daughter.slice(0, 6)}********${daughter.slice(-4)}`,
      送达时间: '15:40',
    });
  });

  it('to the applicant takes the number that the case has', async () => {
    expect((await deliver(BY_SELF)).delivery).toMatchObject({ signer: 'self', number: own });
  });

  it('by post keeps the number of the letter in its usual form, and asks for no paper', async () => {
    expect((await deliver(BY_POST)).delivery).toMatchObject({ way: 'post', trackingNo: 'XA12345678943', number: null });
  });

  it('asks for a number again where the case has none that checks', async () => {
    const person = { ...EMPTY_PERSON, name: '陈待核', idNumber: wrong(own) };
    const steps: StepInput[] = [
      { type: 'accepted', data: {} },
      { type: 'concluded', data: { result: 'approved' } },
    ];
    const matter = 'MZ-001' as MatterCode;
    ({ detail: concluded } = await site.call('cases.register', { matter, person, materials: [], window: '', steps }));
    expect(await refusedAt({ ...BY_SELF, number: wrong(own) })).toEqual(['bad-input', 'number']);
    expect((await deliver({ ...BY_SELF, number: daughter })).delivery?.number).toBe(daughter);
  });
});

describe('what was written of a delivery', () => {
  const correct = async (data: Data, values: Readonly<Record<string, unknown>>) => {
    const detail = await deliver(data);
    const about = detail.history.at(-1)?.id as never;
    return site.call('cases.correct', { case: detail.row.case, about, values: values as never, reason: '抄错了' });
  };

  it.each<[keyof Data, string]>([
    ['way', 'agent'],
    ['signerName', '舒小红'],
    ['relation', '儿媳'],
    ['number', own],
    ['minute', '15:45'],
    ['note', '在大厅门口'],
  ])('is put right in its %s', async (field, to) => {
    const { delivery, history } = await correct({ ...BY_DAUGHTER, note: '在大厅' }, { [field]: to });
    if (field !== 'note') expect(delivery?.[field]).toBe(to);
    expect(history.at(-1)).toMatchObject({ label: '更正', effect: 'remark' });
    expect(history.at(-2)?.lines.length).toBe(8);
  });

  it('is put right from a letter to the counter', async () => {
    const counter = { way: 'desk', paper: 'resident-id', number: own, trackingNo: null };
    const { delivery } = await correct(BY_POST, counter);
    expect(delivery).toMatchObject({ way: 'desk', number: own, trackingNo: null });
  });

  it('is not put wrong', async () => {
    const detail = await deliver(BY_DAUGHTER);
    const about = detail.history.at(-1)?.id as never;
    const input = { case: detail.row.case, about, values: { number: wrong(daughter) } as never, reason: '抄错' };
    const answer = await site.ask('cases.correct', input);
    expect(answer.ok ? null : [answer.code, answer.field]).toEqual(['bad-input', 'number']);
  });
});
