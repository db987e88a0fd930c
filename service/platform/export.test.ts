/** What a centre tells the platform, from registering to the file that is handed in. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import type { PlatformFormat } from '../../shared/api/platform-methods.ts';
import type { CaseDetail } from '../../shared/api/rows.ts';
import type { MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import { cellText } from '../../shared/slips/cells.ts';
import { CENTRE, type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { unzip } from '../../test/fixtures/unzip.ts';
import { readWorkbook } from '../workbook/read.ts';

const IMMEDIATE = 'SB-006' as MatterCode;

let site: TestSite;
beforeEach(() => {
  site = testSite(CENTRE);
});
afterEach(() => site.close());

const paper = () => site.desk.catalogue.matter(IMMEDIATE)?.materials[0]?.name ?? '';
const register = async (name: string, steps: StepInput[] = []): Promise<CaseDetail> =>
  (
    await site.call('cases.register', {
      matter: IMMEDIATE,
      person: { ...EMPTY_PERSON, name },
      materials: [{ name: paper(), state: 'received' }],
      window: '社会保障',
      steps,
    })
  ).detail;
const concluded = (resultNo: string): StepInput => ({ type: 'concluded', data: { result: 'approved', resultNo } });
const CONCLUDED = concluded('沅社〔2026〕1号');
const step = (detail: CaseDetail, taken: StepInput) =>
  site.call('cases.step', { case: detail.row.case, heads: [...detail.heads], step: taken });
const amend = (detail: CaseDetail, to: string) =>
  site.call('cases.remark', {
    case: detail.row.case,
    about: detail.row.case,
    remark: { type: 'amended', data: { field: 'person.name', from: detail.row.name, to, reason: '打错' } },
  });

/** The rows of a JSON export, by table. */
type Tables = Record<string, Record<string, string>[]>;
async function told(): Promise<Tables> {
  const { file } = await site.call('platform.export', { format: 'json' });
  return file === null ? {} : (JSON.parse(Buffer.from(file.base64, 'base64').toString()) as Tables);
}
const bytesOf = async (format: PlatformFormat): Promise<Uint8Array> => {
  const { file } = await site.call('platform.export', { format });
  return new Uint8Array(Buffer.from(file?.base64 ?? '', 'base64'));
};

describe('an export', () => {
  it('tells a case once: the second time there is no file and no batch', async () => {
    const { row } = await register('向翠莲', [CONCLUDED]);
    expect((await site.call('platform.status', {})).toLookAt).toBe(1);
    const tables = await told();
    expect(tables['up_pro_accept']).toEqual([
      expect.objectContaining({
        row_guid: row.case,
        cd_operation: 'I',
        cd_batch: `${CENTRE}-20261123-0001`,
        cd_time: '2026-11-23 12:00:00',
        data_source: CENTRE,
        dataver: '1',
        project_no: row.number,
        applyer_name: '向翠莲',
        apply_date: '2026-11-23',
        accept_date: '2026-11-23',
      }),
    ]);
    expect(tables['up_pro_process']?.map((each) => each['process_name'])).toEqual(['收件', '办结']);
    expect(tables['up_pro_result']).toMatchObject([{ result_type: '0', result_cetr_no: '沅社〔2026〕1号' }]);
    expect(tables['up_pro_material']).toMatchObject([{ row_guid: `${row.case}-01`, material_name: paper() }]);
    expect(tables['evaluation']).toEqual([]);
    expect(await site.call('platform.export', {})).toEqual({
      file: null,
      cases: 0,
      rows: { added: 0, changed: 0, takenBack: 0 },
      left: 0,
    });
    expect(await site.call('platform.status', {})).toMatchObject({ toLookAt: 0, batches: [{ batch: 1, cases: 1 }] });
  });

  it('tells of a correction the rows that changed, with their next version, and nothing of what the platform has no column for', async () => {
    const detail = await register('向翠莲');
    await told();
    await site.call('cases.remark', {
      case: detail.row.case,
      about: detail.row.case,
      remark: { type: 'noted', data: { text: '下午再来' } },
    });
    expect(await told()).toEqual({});
    await amend(detail, '向翠连');
    const tables = await told();
    expect(tables['up_pro_accept']).toMatchObject([{ cd_operation: 'U', dataver: '2', applyer_name: '向翠连' }]);
    expect(Object.values(tables).flat()).toHaveLength(1);
  });

  it('takes a voided case back, row by row, by the same ids', async () => {
    const detail = await register('向翠莲');
    const before = Object.values(await told()).flat();
    await step(detail, { type: 'voided', data: { reason: '登重了' } });
    const after = Object.values(await told()).flat();
    expect(after.map((row) => row['row_guid']).sort()).toEqual(before.map((row) => row['row_guid']).sort());
    for (const row of after)
      expect(row).toMatchObject({ cd_operation: 'D', dataver: '2', project_no: detail.row.number });
    expect(after.every((row) => !('applyer_name' in row) || row['applyer_name'] === '')).toBe(true);
  });

  it('that was not handed in is taken back, and its rows come again, under another number', async () => {
    await register('向翠莲');
    const first = await told();
    await site.call('platform.takeBack', { batch: 1 });
    expect((await site.call('platform.status', {})).batches).toEqual([]);
    const again = await told();
    const without = (tables: Tables) =>
      Object.values(tables)
        .flat()
        .map((row) => ({ ...row, cd_batch: '' }));
    expect(without(again)).toEqual(without(first));
    expect(again['up_pro_accept']?.[0]?.['cd_batch']).toBe(`${CENTRE}-20261123-0002`);
    expect(await site.ask('platform.takeBack', { batch: 1 })).toMatchObject({ ok: false, code: 'conflict' });
  });

  it('leaves out a case that lies in its village', async () => {
    const village = testSite('431222101002' as PlaceCode);
    try {
      expect(await village.ask('platform.export', {})).toMatchObject({ ok: false, code: 'not-allowed' });
      expect(await village.ask('platform.status', {})).toMatchObject({ ok: false, code: 'not-allowed' });
    } finally {
      village.close();
    }
  });

  it('is a workbook with a sheet a table, whose names are in the file’s first row', async () => {
    const { row } = await register('向翠莲', [concluded('=1+1')]);
    const sheets = await readWorkbook(await bytesOf('xlsx'), 'x.xlsx');
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      'up_pro_accept',
      'up_pro_process',
      'up_pro_special_procedure',
      'up_pro_result',
      'up_pro_material',
      'evaluation',
    ]);
    const read = (index: number) => (sheets[index]?.rows ?? []).map(({ cells }) => cells.map(cellText));
    const [heads = [], first = []] = read(0);
    expect(heads.slice(0, 7)).toEqual([
      'row_guid',
      'cd_operation',
      'cd_batch',
      'cd_time',
      'data_source',
      'dataver',
      'project_no',
    ]);
    expect(first[0]).toBe(row.case);
    const [names = [], result = []] = read(3);
    expect(result[names.indexOf('result_cetr_no')]).toBe('=1+1');
  });

  it('is a zip of csv files that any program opens, with commas and quotes kept', async () => {
    await register('向翠莲', [concluded('甲"乙",丙')]);
    const files = unzip(await bytesOf('csv'));
    expect([...files.keys()]).toHaveLength(6);
    const text = files.get('up_pro_accept.csv') ?? '';
    expect(text.startsWith('\uFEFFrow_guid,cd_operation,')).toBe(true);
    expect(files.get('up_pro_result.csv')).toContain(',"甲""乙"",丙",');
    expect(text.trimEnd().split('\r\n')).toHaveLength(2);
  });
});
