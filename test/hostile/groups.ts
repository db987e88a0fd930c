/** The places where texts come in, in groups that are each tried in a process of its own. Each rejects where a text is read as it must not be. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { whereOf } from '../../hub/http/request-log.ts';
import { buildRouter } from '../../hub/http/router.ts';
import { planPaste } from '../../renderer/village/grid/model/paste-table.ts';
import { BodyLineSchema } from '../../shared/api/bundle.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { NoticeError, readNotice } from '../../shared/calendar/read-notice.ts';
import { resolveMatter } from '../../shared/matter/matter-resolve.ts';
import { searchMatters } from '../../shared/matter/matter-search.ts';
import { checkPhone } from '../../shared/person/phone.ts';
import { referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import { readSlipSheets } from '../../shared/slips/read-slips.ts';
import { separatedRows } from '../../shared/slips/separated.ts';
import { readAnyFile } from '../../service/workbook/any-file.ts';
import { WorkbookError } from '../../service/workbook/workbook-error.ts';
import { readQuery } from '../../store/projection/search.ts';
import { readLines } from '../../sync/stick/body.ts';
import { readRequest } from '../../sync/stick/request.ts';
import { peekBundle } from '../../sync/stick/seal.ts';
import { sheetXlsx } from '../fixtures/xlsx-of.ts';
import { zipOf } from '../fixtures/zip-of.ts';
import { rawAnswer, statusesIn } from '../raw-line.ts';
import { realHub } from '../real-hub.ts';
import { LENGTH, SEPARATED_UNITS, UNITS, filled, hostile } from './texts.ts';

const HOUSE = path.resolve(import.meta.dirname, '../..');
const catalogue = referenceCatalogue();
const options = { catalogue, places: referencePlaces(), today: '2026-11-30' as LocalDate };
const FIELDS = ['姓名', '身份证号码', '代办事项', '日期', '电话', '备注', '组别'];
const GOOD = ['张三', '', '低保', '2026.11.9', '', '', ''];

function cells(): void {
  fc.assert(
    fc.property(hostile(), fc.nat(FIELDS.length - 1), fc.boolean(), (text, at, above) => {
      const cell = (each: string) => ({ kind: 'text', text: each }) as const;
      const rows = [...(above ? [[text]] : []), FIELDS, GOOD.map((each, index) => (index === at ? text : each))].map(
        (row, index) => ({ row: index + 1, cells: row.map(cell) }),
      );
      assert(readSlipSheets([{ sheet: '表', rows }], options).slips.length <= 2);
      readSlipSheets([{ sheet: '', rows: rows.slice(-1) }], {
        ...options,
        columns: { name: 0, id: 1, matter: 2, date: 3 },
      });
    }),
    { numRuns: 20 },
  );
}

function fields(): void {
  const find = buildRouter([{ method: 'GET', path: '/:db/_changes' }]);
  fc.assert(
    fc.property(hostile(), (text) => {
      assert(resolveMatter(catalogue, text).candidates.length < 20);
      assert(searchMatters(catalogue, text.slice(0, 100), 5).length <= 5);
      checkPhone(text);
      readQuery(text);
      assert.equal(find('GET', text.replaceAll('%', '')).kind, 'none');
      assert(whereOf(Object.assign(new Error('x'), { stack: `Error\n    at ${text}` })).length <= 3);
      try {
        readNotice(text);
      } catch (error) {
        assert(error instanceof NoticeError);
      }
    }),
    { numRuns: 20 },
  );
}

/** Texts that a table of separated cells may be made of. Those of quotes all: which of them is bad hangs on how quotes pair. */
const tables = (): readonly string[] => [
  ...SEPARATED_UNITS.flatMap((unit) => [filled(unit), `"${filled(unit)}`]),
  ...fc.sample(hostile(), 5),
];

function pasted(): void {
  for (const text of tables()) {
    for (const row of separatedRows(text, ',')) assert(row.row > 0);
    planPaste(text, 'date');
  }
}

/** Read, or refused in words of the reader. */
async function tryToRead(text: string): Promise<void> {
  try {
    await readAnyFile(Buffer.from(text), '表');
  } catch (error) {
    assert(error instanceof WorkbookError, error as Error);
  }
}

async function csv(): Promise<void> {
  for (const text of fc.sample(fc.constantFrom(...tables()), 12)) await tryToRead(text);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

type Lines = readonly (readonly string[])[];

/** Tables of one row a unit, with its text as a name, a matter or a note. Several, as a file that packs too well is refused. */
const TABLES: readonly Lines[] = Array.from({ length: 3 }, (_, part) => [
  FIELDS,
  ...UNITS.filter((__, index) => index % 3 === part).map((unit, index) =>
    GOOD.map((each, at) => (at === [0, 2, 5][index % 3] ? filled(unit) : each)),
  ),
]);

const BOOKS: Readonly<Record<string, (lines: Lines) => Uint8Array>> = {
  csv: (lines) =>
    Buffer.from(
      `\ufeff${lines.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n')}`,
    ),
  xlsx: (lines) =>
    sheetXlsx(
      lines
        .map(
          (_, row) =>
            `<row>${FIELDS.map((__, at) => `<c t="s"><v>${row * FIELDS.length + at}</v></c>`).join('')}</row>`,
        )
        .join(''),
      { strings: lines.flat().map((text) => `<t xml:space="preserve">${escaped(text)}</t>`) },
    ),
  xlml: (lines) =>
    Buffer.from(
      `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>${lines.map((row) => `<Row>${row.map((text) => `<Cell><Data ss:Type="String">${escaped(text)}</Data></Cell>`).join('')}</Row>`).join('')}</Table></Worksheet></Workbook>`,
    ),
  html: (lines) =>
    Buffer.from(
      `<table>${lines.map((row) => `<tr>${row.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`).join('')}</table>`,
    ),
  ods: (lines) => {
    const names = ['office', 'table', 'text'].map(
      (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
    );
    const rows = lines.map(
      (row) =>
        `<table:table-row>${row.map((text) => `<table:table-cell><text:p>${escaped(text)}</text:p></table:table-cell>`).join('')}</table:table-row>`,
    );
    return zipOf([
      {
        name: 'content.xml',
        data: `<office:document-content ${names.join(' ')}><office:body><office:spreadsheet><table:table table:name="表">${rows.join('')}</table:table></office:spreadsheet></office:body></office:document-content>`,
      },
    ]);
  },
};

async function workbooks(): Promise<void> {
  for (const [index, [kind, make]] of Object.entries(BOOKS).entries())
    // All texts for the one that most people use, a part of them for each of the others.
    for (const lines of kind === 'xlsx' ? TABLES : TABLES.filter((_, part) => part === index % TABLES.length)) {
      const { slips } = readSlipSheets(await readAnyFile(make(lines), '表'), options);
      assert(slips.length > lines.length / 2, `${kind}: ${slips.length} slips`);
    }
  for (const text of fc.sample(hostile(), 10))
    for (const head of ['<table><tr><td>', '<?xml version="1.0"?><Workbook>']) await tryToRead(head + text);
}

async function dryRun(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'h-'));
  try {
    const file = path.join(folder, '单子.xlsx');
    const [lines] = TABLES as [Lines];
    writeFileSync(file, BOOKS['xlsx']?.(lines) ?? '');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['service/cli.ts', 'import', file, '--dry-run', '--json'],
      { cwd: HOUSE, maxBuffer: 1e8 },
    );
    const rows = stdout.trim().split('\n');
    assert(rows.length > lines.length / 2, `${rows.length} rows`);
    assert(Math.max(...rows.map((row) => row.length)) < LENGTH, 'a long text was printed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The value with one of its texts replaced, for each that it holds. */
function* replaced(value: unknown, text: string): Generator<unknown> {
  if (typeof value === 'string') yield text;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, held] of Object.entries(value))
    for (const changed of replaced(held, text))
      yield Array.isArray(value) ? value.with(Number(name), changed) : { ...value, [name]: changed };
}

const UUID = '019ab000-0000-7000-8000-000000000000';
const AT = '2026-11-30T00:00:00.000Z';
/** A line of each kind, with a text in each place that holds one. */
const LINES: readonly unknown[] = [
  {
    kind: 'about',
    at: AT,
    version: '1',
    hub: UUID,
    site: { marks: { epoch: UUID, marks: [{ name: 'county', seq: 1 }] }, unsynced: 0, drafts: 0 },
  },
  {
    kind: 'word',
    epoch: UUID,
    before: [UUID],
    receipts: [{ device: UUID, series: UUID, ranges: [] }],
    parts: [{ name: 'county', since: 0, upTo: 1 }],
  },
  {
    kind: 'enrolment',
    answer: { certificate: { v: 1, device: UUID, key: 'k', place: 'p', station: 's', from: AT, to: AT, sig: 's' } },
    pin: '0',
    machine: 'm',
  },
  { kind: 'county', doc: { _id: 'place:1', sig: 's', name: 'n' } },
  {
    kind: 'events',
    place: '431222115002',
    block: { shapes: ['a'], rows: ['r'], whole: [[0, { _id: 'x', note: 'n' }]], sigs: 's' },
  },
];

async function sticks(): Promise<void> {
  for (const text of fc.sample(hostile(), 8)) {
    for (const line of LINES.flatMap((each) => [...replaced(each, text)])) {
      BodyLineSchema.safeParse(line);
      try {
        for await (const read of readLines(gzipSync(`${JSON.stringify(line)}\n`, { level: 1 }))) assert(read.kind);
      } catch (error) {
        assert(error instanceof ApiError, error as Error);
      }
    }
    for (const file of [text, `{"algorithm":"${text}`, `{"format":"bianmin-request/1","machine":"${text}`])
      for (const read of [peekBundle, readRequest]) assert.throws(() => read(Buffer.from(file)), ApiError);
  }
}

/** What a target or a value of a header may be written with. */
const sendable = (text: string): string => text.replace(/[^\x21-\x7e]/gu, (each) => encodeURIComponent(each));
/** Below what Node takes as the head of a request: these reach the hub's own reading. */
const SHORT = 12_000;

async function socket(): Promise<void> {
  const real = await realHub();
  try {
    const ask = async (target: string, header = 'a'): Promise<number | undefined> =>
      statusesIn(
        await rawAnswer(
          real.hub.address,
          `GET ${target} HTTP/1.1\r\nHost: hub\r\nAuthorization: ${header}\r\nCookie: ${header}\r\nContent-Type: ${header}\r\nConnection: close\r\n\r\n`,
        ),
      )[0];
    for (const unit of fc.sample(fc.constantFrom(...UNITS), 15)) {
      const [long, short] = [LENGTH, SHORT].map((length) => sendable(filled(unit)).slice(0, length)) as [
        string,
        string,
      ];
      const third = short.slice(0, SHORT / 3);
      for (const target of [`/${long}`, `/ledger-1/_changes?since=${long}`]) assert.equal(await ask(target), 431, unit);
      assert.equal(await ask('/', long), 431, unit);
      for (const target of [
        `/${short}`,
        `/ledger-1/_changes?since=${short}`,
        `/ledger-1/_all_docs?keys=${short}&${short.slice(0, 100)}`,
      ])
        assert([400, 401, 404].includes((await ask(target)) ?? 0), `${unit}: ${await ask(target)}`);
      for (const way of ['', 'Bearer ', 'Basic '])
        assert([400, 401].includes((await ask('/ledger-1', way + third)) ?? 0), unit);
    }
    // Still there, and asks for a login.
    assert.equal(await ask('/'), 401);
  } finally {
    await real.close();
  }
}

/** By the name under which each is tried. */
export const GROUPS = {
  'in any cell of a sheet, under its headings, above them or without any': cells,
  'as a matter, a phone, a query, a path, a notice or a place in a program': fields,
  'pasted into the grid': pasted,
  'as a csv file or in a cell of one': csv,
  'in the cells of a workbook of any kind': workbooks,
  'in a workbook that the command line looks at': dryRun,
  'in every field of what a stick carries': sticks,
  'in a path, a query or a header that the hub is sent': socket,
} as const satisfies Readonly<Record<string, () => void | Promise<void>>>;
