import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { EventId, LocalDate, MatterCode, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { MOST_STEPS_OF_ONE } from '../../shared/case/case-bound.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { cellText } from '../../shared/slips/cells.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { invent } from '../../test/fixtures/people.ts';
import { readWorkbook } from '../workbook/read.ts';

const CENTRE = '43122211101' as PlaceCode;
const MEDICAL = 'SB-006' as MatterCode;
const ALLOWANCE = 'MZ-001' as MatterCode;
const IDENTITY_CARD = 'GA-007' as MatterCode;
const HOUSEHOLD = 'GA-003' as MatterCode;
const PROCEDURE = {
  kind: '鉴定' as const,
  basis: '办法第十条',
  length: 7,
  unit: 'working-day' as const,
  approver: '主任',
  toldOn: '2026-11-23' as LocalDate,
  toldWay: 'direct' as const,
  paperNo: '沅便特〔2026〕1号',
};

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

const person = (n: number) => {
  const { name, idNumber } = invent(1, n)[0] as { name: string; idNumber: string };
  return { name, idNumber, idVerified: true, phone: null, village: null, group: null, address: null };
};
const register = (matter: MatterCode, steps: StepInput[] = [], n = 1) =>
  site.call('cases.register', { matter, person: person(n), materials: [], window: '社会保障', steps });
const step = (detail: CaseDetail, taken: StepInput) =>
  site.call('cases.step', { case: detail.row.case, heads: [...detail.heads], step: taken });

describe('a day before the case began', () => {
  it('is refused in a step and in a remark, at its field, and nothing is written', async () => {
    const { detail } = await register(ALLOWANCE, [{ type: 'accepted', data: {} }]);
    const early = '2026-11-22' as LocalDate;
    await expect(step(detail, { type: 'special-procedure', data: { ...PROCEDURE, toldOn: early } })).rejects.toThrow(
      /bad-input: 2026-11-22 早于/,
    );
    const visit = { kind: 'site-visit' as const, from: early, to: early };
    const { case: id } = detail.row;
    await expect(
      site.call('cases.remark', { case: id, about: id, remark: { type: 'work-done', data: visit } }),
    ).rejects.toThrow(/bad-input: 2026-11-22 早于/);
    expect((await site.call('cases.get', { case: id })).history).toHaveLength(2);
  });
});

describe('registration at the window', () => {
  it('concludes an immediate matter in one action', async () => {
    const { detail, number } = await register(MEDICAL, [{ type: 'concluded', data: { result: 'approved' } }]);
    expect(number).toMatch(/^43122211101-20261123-A7-0001$/);
    expect(detail.row).toMatchObject({ state: 'concluded', status: '已办结', overdue: false });
    expect(detail.history.map(({ label }) => label)).toEqual(['收件', '办结']);
    expect(detail.deadlineText).toBe('即办件，2026-11-23 已办结。');
  });

  it('counts numbers up by day and station', async () => {
    await register(MEDICAL);
    expect((await register(MEDICAL, [], 2)).number).toBe('43122211101-20261123-A7-0002');
  });

  it('gives a promised matter its due day by the official calendar', async () => {
    const { detail } = await register(ALLOWANCE, [{ type: 'accepted', data: {} }]);
    // 25 working days after Monday 2026-11-23; the notice for 2027 is not out, 2026 reaches to its end.
    expect(detail.row.dueOn).toBe('2026-12-28');
    expect(detail.row.daysLeft).toBe(25);
  });

  it('shows the promised and the statutory day beside each other, each in its unit', async () => {
    const { detail } = await register(IDENTITY_CARD, [{ type: 'accepted', data: {} }]);
    // Twenty calendar days from Monday 2026-11-23, a Sunday; sixty, a Friday of a year whose notice is not out.
    expect(detail.row).toMatchObject({ dueOn: '2026-12-14', estimated: false, overdue: false });
    expect(detail.row.legal).toMatchObject({ dueOn: '2027-01-22', estimated: true, overdue: false });
    expect(detail.limits).toEqual({ promised: { n: 20, unit: 'day' }, legal: { n: 60, unit: 'day' } });
    expect(detail.deadlineText).toBe(
      '2026-11-23 受理，承诺 20 天（自然日），最迟 2026-12-14 办结；法定 60 天（自然日），最迟 2027-01-22（2027 年放假安排未公布，按周一至周五和法定节日估算）。',
    );
    expect(detail.history[0]?.lines).toContainEqual({
      label: '办理时限',
      value: '承诺 20 天（自然日），法定 60 天（自然日）',
    });
    expect(await site.call('cases.due', { matter: IDENTITY_CARD })).toEqual({
      dueOn: '2026-12-14',
      estimated: false,
      legal: { dueOn: '2027-01-22', estimated: true },
    });
  });

  it('says where the law names no limit', async () => {
    const { detail } = await register(HOUSEHOLD, [{ type: 'accepted', data: {} }]);
    expect(detail.limits.legal).toBeNull();
    expect(detail.row.legal).toEqual({ dueOn: null, daysLeft: null, overdue: false, estimated: false });
    expect(detail.deadlineText).toMatch(/；法律没有规定时限。$/u);
    expect((await site.call('cases.due', { matter: HOUSEHOLD })).legal).toBeNull();
  });

  it('writes nothing when one of the steps is not allowed', async () => {
    const answer = await site.ask('cases.register', {
      matter: ALLOWANCE,
      person: person(1),
      materials: [],
      window: '民政优抚',
      steps: [{ type: 'concluded', data: { result: 'approved' } }],
    });
    expect(answer).toMatchObject({ ok: false, code: 'not-allowed', message: expect.stringMatching(/\p{Script=Han}/u) });
    expect((await site.call('cases.counts', {})).all).toBe(0);
    expect((await register(MEDICAL)).number).toMatch(/A7-0001$/);
  });

  it.each([
    ['an unknown matter', { matter: 'SB-999' }, 'matter'],
    ['a material that is not on the list', { materials: [{ name: '不存在的材料', state: 'received' }] }, 'materials'],
    ['a day that has not come', { on: '2026-11-24' }, 'on'],
  ])('refuses %s', async (_what, change, field) => {
    const answer = await site.ask('cases.register', {
      matter: MEDICAL,
      person: person(1),
      materials: [],
      window: '社会保障',
      ...change,
    } as never);
    expect(answer).toMatchObject({ ok: false, code: 'bad-input', field });
  });

  it('keeps a number that does not check, marked as not verified', async () => {
    const wrong = { ...person(1), idNumber: '433022198604251023' };
    const { detail } = await site.call('cases.register', {
      matter: MEDICAL,
      person: wrong,
      materials: [],
      window: '社会保障',
    });
    expect(detail.person).toMatchObject({ idNumber: '433022198604251023', idVerified: false });
  });

  it('offers an earlier person and warns of an open case of the same matter', async () => {
    await register(ALLOWANCE);
    const [found] = await site.call('cases.person', { idNumber: person(1).idNumber, matter: ALLOWANCE });
    expect(found?.person.name).toBe(person(1).name);
    expect(found?.same).not.toBeNull();
  });
});

describe('a promised matter', () => {
  it('goes through supplement, acceptance, pause, forwarding, conclusion and delivery', async () => {
    let { detail } = await register(ALLOWANCE, [
      { type: 'supplement-requested', data: { missing: [{ name: '家庭收入声明', problem: '没有交' }] } },
    ]);
    expect(detail.row.status).toBe('补正中');
    const steps: StepInput[] = [
      { type: 'supplemented', data: { materials: ['家庭收入声明'] } },
      { type: 'accepted', data: {} },
      { type: 'special-procedure', data: PROCEDURE },
      { type: 'resumed', data: {} },
      { type: 'forwarded', data: { to: '县民政局' } },
      { type: 'concluded', data: { result: 'approved', resultNo: '沅民〔2026〕1号' } },
      {
        type: 'delivered',
        data: { way: 'desk', signer: 'self', paper: 'resident-id', number: person(1).idNumber, minute: '10:20' },
      },
    ];
    for (const taken of steps) detail = await step(detail, taken);
    expect(detail.row.state).toBe('delivered');
    expect(detail.history.every(({ effect }) => effect === 'effective')).toBe(true);
    expect(detail.history).toHaveLength(9);
  });

  it('refuses a step on heads that are not the present ones and changes nothing', async () => {
    const { detail } = await register(ALLOWANCE);
    await step(detail, { type: 'accepted', data: {} });
    const answer = await site.ask('cases.step', {
      case: detail.row.case,
      heads: [...detail.heads],
      step: { type: 'accepted', data: {} },
    });
    expect(answer).toMatchObject({ ok: false, code: 'conflict' });
    expect((await site.call('cases.get', { case: detail.row.case })).history).toHaveLength(2);
  });

  it('shows up in the lists of its day', async () => {
    const { detail } = await register(ALLOWANCE, [{ type: 'accepted', data: {} }]);
    site.setToday('2026-12-24');
    expect(await site.call('cases.counts', {})).toMatchObject({ 'due-soon': 1, overdue: 0 });
    site.setToday('2026-12-28');
    expect(await site.call('cases.counts', {})).toMatchObject({ 'due-today': 1 });
    site.setToday('2026-12-29');
    const page = await site.call('cases.list', { list: 'overdue' });
    expect(page.rows.map((row) => row.case)).toEqual([detail.row.case]);
    expect(page.rows[0]).toMatchObject({ overdue: true, daysLeft: -1 });
  });

  it('is found by part of a name, number and pinyin', async () => {
    const { detail } = await register(ALLOWANCE);
    for (const query of [
      detail.row.name.slice(0, 1),
      (detail.row.idNumber as string).slice(6, 14),
      detail.row.number.slice(-5),
    ]) {
      const { rows } = await site.call('cases.list', { query });
      expect(rows.map((row) => row.case)).toContain(detail.row.case);
    }
  });

  it('takes remarks and shows them in the history', async () => {
    const { detail } = await register(ALLOWANCE);
    const noted = await site.call('cases.remark', {
      case: detail.row.case,
      about: detail.row.case,
      remark: { type: 'noted', data: { text: '材料放在二号柜' } },
    });
    expect(noted.history.at(-1)).toMatchObject({ label: '备注', lines: [{ label: '内容', value: '材料放在二号柜' }] });
  });

  it('is in the exported workbook', async () => {
    await register(ALLOWANCE);
    expect(await site.call('cases.export', {})).toMatchObject({ rows: 1, fileName: expect.stringMatching(/\.xlsx$/) });
  });

  it('stands there with both due days, and whether each is over', async () => {
    // Promised until 15 October, by the law until 24 November; on the 23rd the promise alone is over.
    await site.call('cases.register', {
      matter: IDENTITY_CARD,
      person: person(1),
      materials: [],
      window: '公安户籍',
      steps: [{ type: 'accepted', data: {} }],
      on: '2026-09-25' as LocalDate,
    });
    const { base64 } = await site.call('cases.export', { list: 'overdue' });
    const [sheet] = await readWorkbook(new Uint8Array(Buffer.from(base64, 'base64')), 'x.xlsx');
    const [heads = [], values = []] = (sheet?.rows ?? []).map(({ cells }) => cells.map(cellText));
    const cell = (heading: string) => values[heads.indexOf(heading)] ?? '';
    expect(['承诺期限', '法定期限', '超承诺期限', '超法定期限'].map(cell)).toEqual([
      '2026-10-15',
      '2026-11-24',
      '是',
      '',
    ]);
    expect(await site.call('cases.counts', {})).toMatchObject({ overdue: 1, 'legally-overdue': 0 });
    site.setToday('2026-11-25' as LocalDate);
    expect(await site.call('cases.counts', {})).toMatchObject({ overdue: 1, 'legally-overdue': 1 });
  });
});

describe('a case of more steps than count', () => {
  it(
    'takes no more of them, with a sentence, and says on its page what is kept beyond',
    { timeout: 60_000 },
    async () => {
      const { detail } = await register(ALLOWANCE, [{ type: 'accepted', data: {} }]);
      const { case: id } = detail.row;
      const { ledger } = site.desk;
      const append = (n: number, after: EventId): EventId => {
        const [type, data] = n % 2 === 0 ? ['paused', { reason: 'expert-review', text: '等' }] : ['resumed', {}];
        const draft = {
          ledger: CENTRE,
          case: id,
          after: [after],
          on: '2026-11-23' as LocalDate,
          staff: 'A1' as StaffId,
        };
        return ledger.append({ ...draft, type: type as string, data: data as Record<string, unknown> }).id;
      };
      let [n, last] = [0, detail.heads[0] as EventId];
      ledger.transaction(() => {
        for (; n < MOST_STEPS_OF_ONE - 1; n += 1) last = append(n, last);
      });
      const full = await site.call('cases.get', { case: id });
      expect([full.heads, full.beyondText]).toEqual([[last], null]);
      const step: StepInput = { type: 'concluded', data: { result: 'approved' } };
      expect(await site.ask('cases.step', { case: id, heads: [last], step })).toMatchObject({
        ok: false,
        code: 'not-allowed',
        message: expect.stringContaining('请换一台电脑办理'),
      });
      expect((await site.call('cases.get', { case: id })).heads).toEqual([last]);
      append(n, last);
      const beyond = await site.call('cases.get', { case: id });
      expect([beyond.heads, beyond.beyondText]).toEqual([[last], expect.stringContaining('另有 1 条超出')]);
      last = append(n + 1, last);
      const page = await site.call('cases.beyond', { case: id, limit: 1 });
      expect(page).toMatchObject({ rows: [{ on: '2026-11-23', machine: 'a7' }], total: 2 });
      const rest = await site.call('cases.beyond', { case: id, limit: 1, after: page.next ?? '' });
      expect([rest.rows.map((row) => row.id), rest.next]).toEqual([[last], null]);
    },
  );
});
