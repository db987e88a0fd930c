/** Applicants that are no natural person with a resident ID, from the registration to the list that leaves the house. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import type { TypedPerson } from '../../shared/person/person.ts';
import { cellText } from '../../shared/slips/cells.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { invent, inventBodies } from '../../test/fixtures/people.ts';
import { readWorkbook } from '../workbook/read.ts';

const MATTER = 'NY-008' as MatterCode;
const [, cooperative] = inventBodies(2, 9);
const [head, clerk] = invent(2, 31);
if (cooperative === undefined || head === undefined || clerk === undefined) throw new Error('nobody');

const COOPERATIVE = {
  ...EMPTY_PERSON,
  applicantKind: 'cooperative',
  name: cooperative.name,
  idNumber: cooperative.code.toLowerCase(),
  legalRep: head.name,
  contact: clerk.name,
  contactNumber: clerk.idNumber,
  phone: '13874512345',
};

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

const register = (person: TypedPerson) =>
  site.call('cases.register', { matter: MATTER, person, materials: [], window: '农业综合', steps: [] });
const linesOf = (detail: CaseDetail, type: string) => detail.history.find((item) => item.type === type)?.lines ?? [];
const amend = (detail: CaseDetail, field: 'person.applicantKind' | 'person.paper' | 'person.legalRep', to: string) =>
  site.call('cases.remark', {
    case: detail.row.case,
    about: detail.row.case,
    remark: { type: 'amended', data: { field, from: null, to, reason: '登记时选错' } },
  });

describe('a case of a cooperative', () => {
  it('is kept by its credit code, and its history names everything as it is called', async () => {
    const { detail } = await register(COOPERATIVE);
    expect(detail.person).toMatchObject({ applicantKind: 'cooperative', paper: null, idNumber: cooperative.code });
    expect(detail.person.idVerified).toBe(true);
    expect([detail.birthDate, detail.sex]).toEqual([null, null]);
    expect(linesOf(detail, 'received').slice(2)).toEqual(
      expect.arrayContaining([
        { label: '单位名称', value: cooperative.name },
        { label: '申请人类型', value: '农民专业合作社' },
        { label: '统一社会信用代码', value: cooperative.code },
        { label: '法定代表人', value: head.name },
        { label: '联系人', value: clerk.name },
        { label: '联系人电话', value: '13874512345' },
      ]),
    );
  });

  it('is found by its name, its code, its representative and its contact', async () => {
    const { detail } = await register(COOPERATIVE);
    await register({ ...EMPTY_PERSON, name: '覃小妹' });
    for (const query of [
      cooperative.name.slice(3, 8),
      cooperative.code.slice(-6),
      head.name,
      clerk.name,
      clerk.idNumber.slice(-6),
    ])
      expect([query, (await site.call('cases.list', { list: 'all', query })).rows.map((row) => row.case)]).toEqual([
        query,
        [detail.row.case],
      ]);
  });

  it('is known again, with its open case of the same matter, by the code alone', async () => {
    const { number } = await register(COOPERATIVE);
    const again = { applicantKind: 'cooperative', idNumber: cooperative.code, matter: MATTER } as const;
    const [found] = await site.call('cases.person', again);
    expect(found?.same?.number).toBe(number);
    expect(found?.person).toMatchObject({ name: cooperative.name, applicantKind: 'cooperative', legalRep: head.name });
    expect(await site.call('cases.person', { ...again, applicantKind: 'person' })).toEqual([]);
  });

  it('leaves in a list with its kind and paper in words, under headings that fit every applicant', async () => {
    await register(COOPERATIVE);
    await register({ ...EMPTY_PERSON, name: '覃小妹' });
    const { base64 } = await site.call('cases.export', { list: 'all' });
    const [sheet] = await readWorkbook(new Uint8Array(Buffer.from(base64, 'base64')), 'x.xlsx');
    const [heads = [], ...rows] = (sheet?.rows ?? []).map(({ cells }) => cells.map(cellText));
    const column = (heading: string) => rows.map((cells) => cells[heads.indexOf(heading)] ?? '').sort();
    expect(column('姓名(名称)')).toEqual([cooperative.name, '覃小妹'].sort());
    expect(column('申请人类型')).toEqual(['农民专业合作社', '自然人']);
    expect(column('证件类型')).toEqual(['居民身份证', '统一社会信用代码']);
    expect(column('证件号码')).toEqual(['', cooperative.code]);
    expect(column('法定代表人')).toEqual(['', head.name]);
  });
});

it('an agent stands in the history and on the page of the case, finds it, and is not offered with the applicant', async () => {
  const agent = { agent: clerk.name, agentRelation: '儿媳', agentNumber: clerk.idNumber, agentPhone: '13874512345' };
  const { detail } = await register({ ...EMPTY_PERSON, name: head.name, idNumber: head.idNumber, ...agent });
  expect(detail.person).toMatchObject(agent);
  expect(linesOf(detail, 'received')).toEqual(
    expect.arrayContaining([
      { label: '代理人', value: clerk.name },
      { label: '与申请人关系', value: '儿媳' },
      { label: '代理人证件号', value: clerk.idNumber },
    ]),
  );
  const found = await site.call('cases.list', { list: 'all', query: clerk.idNumber.slice(-8) });
  expect(found.rows.map((row) => row.case)).toEqual([detail.row.case]);
  const [earlier] = await site.call('cases.person', { idNumber: head.idNumber });
  expect(earlier?.person).toMatchObject({ name: head.name, agent: null });
});

it('a wrong check character of a credit code is kept as it is written, and is 待核', async () => {
  const last = cooperative.code.endsWith('1') ? '2' : '1';
  const { detail } = await register({ ...COOPERATIVE, idNumber: `${cooperative.code.slice(0, 17)}${last}` });
  expect(detail.person).toMatchObject({ idNumber: `${cooperative.code.slice(0, 17)}${last}`, idVerified: false });
});

it('a newborn without papers is registered, and is 待核', async () => {
  const { detail } = await register({ ...EMPTY_PERSON, name: '覃小妹', paper: 'none' });
  expect(detail.person).toMatchObject({ paper: 'none', idNumber: null, idVerified: false });
  expect(linesOf(detail, 'received')).toContainEqual({ label: '证件类型', value: '暂无证件' });
});

describe('a body that was registered as a person', () => {
  it('is put right by its kind alone: its number is then checked as a credit code', async () => {
    const { detail } = await register({
      ...EMPTY_PERSON,
      name: cooperative.name.slice(0, 40),
      idNumber: cooperative.code,
    });
    expect(detail.person.idVerified).toBe(false);
    const after = await amend(detail, 'person.applicantKind', '农民专业合作社');
    expect(after.person).toMatchObject({ applicantKind: 'cooperative', idVerified: true });
    expect(after.row).toMatchObject({ applicantKind: 'cooperative', paper: 'credit-code', idVerified: true });
    expect(linesOf(after, 'amended')).toContainEqual({ label: '申请人类型', value: '（空） → 农民专业合作社' });
    expect((await amend(after, 'person.legalRep', head.name)).person.legalRep).toBe(head.name);
  });
});

it('what does not belong to such an applicant is refused in a correction, and changes nothing', async () => {
  const { detail } = await register({ ...EMPTY_PERSON, name: '覃小妹' });
  const remark = (field: 'person.paper' | 'person.legalRep', to: string) =>
    site.ask('cases.remark', {
      case: detail.row.case,
      about: detail.row.case,
      remark: { type: 'amended', data: { field, from: null, to, reason: '补登' } },
    });
  expect(await remark('person.legalRep', head.name)).toMatchObject({
    ok: false,
    code: 'bad-input',
    field: 'person.legalRep',
  });
  expect(await remark('person.paper', '统一社会信用代码')).toMatchObject({ ok: false, field: 'person.paper' });
  expect((await site.call('cases.get', { case: detail.row.case })).history).toHaveLength(detail.history.length);
});

it('a credit code or a passport in the village’s book is asked about, and is handed over as what it is', async () => {
  const village = testSite('431222115002' as PlaceCode);
  try {
    const row = (position: number, name: string, idNumber: string) => ({
      id: `t-${position}`,
      position,
      source: 'typed' as const,
      cells: {
        date: '2026-11-20',
        name,
        idNumber,
        group: '',
        phone: '',
        matter: '农机补贴',
        materials: '',
        note: '',
      },
    });
    const rows = [row(0, cooperative.name, cooperative.code.toLowerCase()), row(1, '林小明', 'E12345678')];
    await village.call('batch.save', { rows });
    const open = await village.call('batch.open', {});
    expect(open.rows.map(({ verdict, reasons }) => [verdict, reasons.map(({ code }) => code)])).toEqual([
      ['ask', ['id-other-paper']],
      ['ask', ['id-other-paper']],
    ]);
    for (const { id } of open.rows) {
      // One after another, as a person says yes.
      // oxlint-disable-next-line no-await-in-loop
      await village.call('batch.decide', { id, decision: 'confirm' });
    }
    await village.call('batch.finish', {});
    const { rows: cases } = await village.call('cases.list', { list: 'all', limit: 10 });
    expect(
      cases.map(({ name, applicantKind, paper, idNumber, idVerified }) => [
        name,
        applicantKind,
        paper,
        idNumber,
        idVerified,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [cooperative.name, 'cooperative', 'credit-code', cooperative.code, true],
        ['林小明', 'person', 'passport', 'E12345678', true],
      ]),
    );
  } finally {
    village.close();
  }
});
