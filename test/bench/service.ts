/** The service by its own contract: saving a case and a row of the grid, importing a workbook and handing it over, and the start of the process on a large file. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { DeviceId, MatterCode, StaffId, Station } from '../../shared/base/brands.ts';
import { writeWorkbook } from '../../shared/workbook/write-workbook.ts';
import { makeSigningKey, randomId } from '../../store/trust/crypto.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { enrolIdentity } from '../../store/trust/identity.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { reference } from '../../store/testing/temp-site.ts';
import { CENTRE as FILLED } from '../../store/testing/writer.ts';
import { testSite } from '../fixtures/desk.ts';
import { typedRows } from '../fixtures/grid-rows.ts';
import { invent } from '../fixtures/people.ts';
import { applicant } from '../site/applicant.ts';
import { CENTRE, VILLAGE } from '../site/machine.ts';
import { type BenchRow, quantile, round } from './rows.ts';
import { fill } from './store-data.ts';
import { now, TODAY } from '../clock.ts';

const SAVES = 300;
const ROWS = 500;
const GRID_ROWS = 200;
const STARTS = 5;
const CASES = Number(process.env['BENCH_CASES'] ?? 100_000);
const IMMEDIATE = 'SB-006' as MatterCode;

async function saves(): Promise<BenchRow> {
  const site = testSite(CENTRE);
  const times: number[] = [];
  for (const person of invent(SAVES, 3)) {
    const start = performance.now();
    await site.call('cases.register', {
      matter: IMMEDIATE,
      person: applicant(person),
      materials: [],
      window: '社会保障',
      // oxlint-disable-next-line unicorn/no-thenable
      steps: [{ type: 'concluded', data: { result: 'approved' } }],
    });
    times.push(performance.now() - start);
  }
  site.close();
  return { name: 'save a case, acknowledged on disk: p95', ours: round(quantile(times, 0.95)), unit: 'ms' };
}

/** One row after the other of a village's month is corrected. */
async function gridSaves(): Promise<BenchRow> {
  const site = testSite(VILLAGE);
  const rows = typedRows(GRID_ROWS, 5);
  await site.call('batch.save', { rows });
  const times: number[] = [];
  for (const [index, row] of rows.entries()) {
    const start = performance.now();
    await site.call('batch.save', { rows: [{ ...row, cells: { ...row.cells, note: `第${index}行` } }] });
    times.push(performance.now() - start);
  }
  site.close();
  return {
    name: `save a row of a grid of ${GRID_ROWS}: p95`,
    ours: round(quantile(times, 0.95)),
    unit: 'ms',
    peer: [{ name: 'median', value: round(quantile(times, 0.5)) }],
  };
}

/** A month's slips as a workbook, in the columns that agents use. */
async function workbook(): Promise<string> {
  const headings = ['序号', '日期', '姓名', '身份证号码', '组别', '联系电话', '代办事项', '交来材料', '备注'];
  const matters = ['一卡通变更', '地力补贴', '合作医疗'];
  // A number that ends in three noughts is asked about, and one in a thousand does.
  const people = invent(ROWS + 20, 5).filter(({ idNumber }) => !idNumber.endsWith('000'));
  const rows = people
    .slice(0, ROWS)
    .map(({ name, idNumber, phone }, index) => [
      index + 1,
      `2026-11-${String(1 + (index % 20)).padStart(2, '0')}`,
      name,
      idNumber,
      `${1 + (index % 9)}组`,
      phone,
      matters[index % matters.length] as string,
      '身份证复印件、户口簿',
      '',
    ]);
  const bytes = await writeWorkbook([{ name: '11月', columns: headings.map((heading) => ({ heading })), rows }]);
  return Buffer.from(bytes).toString('base64');
}

async function imports(): Promise<BenchRow> {
  const base64 = await workbook();
  // The first one warms up what a running program has warm.
  const times: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const site = testSite(VILLAGE);
    const start = performance.now();
    const summary = await site.call('batch.import', { fileName: '11月.xlsx', base64 });
    const list = await site.call('batch.finish', {});
    times.push(performance.now() - start);
    site.close();
    if (list.rows.length !== ROWS) throw new Error(`${list.rows.length} of ${ROWS} rows: ${JSON.stringify(summary)}`);
  }
  return {
    name: 'import and commit 500 rows of a workbook',
    ours: round(quantile(times.slice(1), 0.5)),
    unit: 'ms',
    peer: [{ name: 'the first of a fresh process', value: round(times[0] ?? Number.NaN) }],
  };
}

/** A data folder of an enrolled centre with many cases, as its program would find it. */
function largeFolder(folder: string): void {
  const key = randomBytes(32);
  writeFileSync(path.join(folder, 'bianmin.key'), key, { mode: 0o600 });
  const file = path.join(folder, 'bianmin.db');
  fill(file, key, CASES);
  const data = openDataFile({ path: file, key });
  const identity = { device: randomId() as DeviceId, place: FILLED, station: 'a7' as Station, key: makeSigningKey() };
  enrolIdentity(
    data,
    { ...identity, certificate: null, secret: null, hub: null, machine: 'bench', facts: 'bench' },
    now(),
  );
  const ledger = openLedger(data, { clock: { now, offset: () => null }, reference: reference() });
  const member = { id: 'A01', name: '张三', windows: [], active: true };
  ledger.append({ ledger: FILLED, type: 'site.staff', on: TODAY, data: member, staff: 'A01' as StaffId });
  data.close();
}

/** From the start of the process to its answer on standard output, ms; then it is ended by the signal. */
function startOnce(folder: string, end: NodeJS.Signals): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'cold-start.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let answered: number | null = null;
    child.stdout.once('data', () => {
      answered = performance.now() - start;
      child.kill(end);
    });
    child.once('error', reject);
    child.once('exit', () => (answered === null ? reject(new Error('the service did not answer')) : resolve(answered)));
  });
}

async function coldStart(): Promise<BenchRow> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bianmin-cold-'));
  try {
    largeFolder(folder);
    const times: number[] = [];
    for (let n = 0; n < STARTS; n += 1) times.push(await startOnce(folder, 'SIGTERM'));
    await startOnce(folder, 'SIGKILL');
    const afterKill = await startOnce(folder, 'SIGTERM');
    return {
      name: `cold start of the service with ${CASES} cases to the first answer`,
      ours: round(quantile(times, 0.5)),
      unit: 'ms',
      peer: [
        { name: 'slowest', value: round(Math.max(...times)) },
        { name: 'after a kill, with the check of the whole file', value: round(afterKill) },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function run(): Promise<BenchRow[]> {
  return [await saves(), await gridSaves(), await imports(), await coldStart()];
}
