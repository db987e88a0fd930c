/** Whatever the way into the ledger, equal input gives an equal stored value, and what is refused is refused at that field. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { amendments } from '../../renderer/village/amendments.ts';
import { planPaste } from '../../renderer/village/grid/model/paste-table.ts';
import { EMPTY_PERSON, readPerson } from '../../renderer/workbench/register/person-draft.ts';
import type { CaseDetail, CaseRow, DraftRow } from '../../shared/api/rows.ts';
import { type DraftCells, EMPTY_CELLS } from '../../shared/slips/slip-fields.ts';
import type { LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import { type Applicant, RESIDENT, papersOf } from '../../shared/person/applicant.ts';
import { kindOfNumber, recognisedPaper } from '../../shared/person/paper-number.ts';
import { isAsked } from '../../shared/person/field-words.ts';
import { PERSON_KEYS, type PersonKey, pathOf, personField } from '../../shared/person/person-fields.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';
import { PERSON_TEXTS } from '../../test/fixtures/person-texts.ts';

const CENTRE = '43122211101' as PlaceCode;
const VILLAGE = '431222115002' as PlaceCode;
/** For applicants of every kind. */
const MACHINERY = 'NY-003' as MatterCode;
const TODAY = '2026-11-23' as LocalDate;
/** What a path made of a text: the value as the case shows it, or the field at which it was refused. */
type Outcome = { readonly kept: string | null } | { readonly refused: string };

/** What every path must make of it, of this applicant. */
function expected(site: TestSite, key: PersonKey, text: string, of: Applicant = RESIDENT): Outcome {
  const { value, refused } = personField(key).read(text, {
    today: TODAY,
    isVillage: (code) => site.desk.places.place(code)?.kind === 'village',
    of,
  });
  return refused === null ? { kept: value } : { refused: pathOf(key) };
}

/** An applicant of this kind, and nothing else that would be refused. */
const draftOf = ({ kind, paper }: Applicant) => ({
  ...EMPTY_PERSON,
  name: '向翠莲',
  applicantKind: kind,
  paper: papersOf(kind)[0] === paper ? '' : paper,
});

const registration = (site: TestSite, of: Applicant = RESIDENT) =>
  site.call('cases.register', {
    matter: MACHINERY,
    person: draftOf(of),
    materials: [],
    window: '农业林业',
    steps: [],
  });

const valueOf = (detail: CaseDetail, key: PersonKey): Outcome => ({ kept: detail.person[key] });

async function registered(site: TestSite, key: PersonKey, text: string, of: Applicant): Promise<Outcome> {
  const person = { ...draftOf(of), [key]: text };
  const answer = await site.ask('cases.register', {
    matter: MACHINERY,
    person,
    materials: [],
    window: '农业林业',
    steps: [],
  });
  if (!answer.ok) return { refused: answer.field ?? answer.message };
  return valueOf(answer.value.detail, key);
}

/** As the page of a registration does: what it reads is what it sends. */
async function registeredOnPage(site: TestSite, key: PersonKey, text: string, of: Applicant): Promise<Outcome> {
  const read = readPerson({ ...draftOf(of), [key]: text }, TODAY);
  if (read.refused !== null) return { refused: read.refused.field };
  return registered(site, key, read.person[key] ?? '', of);
}

async function corrected(site: TestSite, detail: CaseDetail, key: PersonKey, text: string): Promise<Outcome> {
  const answer = await site.ask('cases.remark', {
    case: detail.row.case,
    about: detail.row.case,
    remark: { type: 'amended', data: { field: pathOf(key), from: detail.person[key], to: text, reason: '打错' } },
  });
  if (!answer.ok) return { refused: answer.field ?? answer.message };
  return valueOf(answer.value, key);
}

const CELLS: DraftCells = {
  ...EMPTY_CELLS,
  date: '2026-11-20',
  name: '向翠莲',
  idNumber: '433022198702125420',
  group: '5组',
  phone: '13874512345',
  matter: '农机补贴',
  materials: '户口簿',
  note: '',
};
const GRID_KEYS = ['name', 'idNumber', 'group', 'phone'] as const;
type GridKey = (typeof GRID_KEYS)[number];
const cellOf = (text: string) => `"${text.replaceAll('"', '""')}"`;

let centre: TestSite;
let village: TestSite;
beforeEach(() => {
  centre = testSite(CENTRE, TODAY);
  village = testSite(VILLAGE, TODAY);
});
afterEach(() => {
  centre.close();
  village.close();
});

/** Says yes to every doubt, hands the rows over, and answers by their notes what became of each; what stays is refused where it says. */
async function handedOver(key: GridKey, notes: readonly string[]): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const open = await village.call('batch.open', {});
  for (const row of open.rows) {
    const settled: DraftRow = row.confirmable
      ? await village.call('batch.decide', { id: row.id, decision: 'confirm' })
      : row;
    if (settled.verdict === 'ask' || settled.verdict === 'refuse') {
      const fields = settled.reasons.filter(({ code }) => code !== 'duplicate').map(({ field }) => field);
      outcomes.set(row.cells.note, { refused: fields.includes(key) ? pathOf(key) : fields.join() });
    }
  }
  if (outcomes.size < open.rows.length) await village.call('batch.finish', {});
  const list = await village.call('cases.list', { list: 'all', limit: 200 });
  for (const row of list.rows) {
    const detail = await village.call('cases.get', { case: row.case });
    const note = detail.history[0]?.lines.find(({ label }) => label === '备注')?.value.split(';')[0] ?? '';
    outcomes.set(note, valueOf(detail, key));
  }
  expect([...outcomes.keys()].filter((note) => notes.includes(note))).toHaveLength(notes.length);
  await village.call('batch.remove', { ids: open.rows.map(({ id }) => id) });
  return outcomes;
}

/** A row as it went to the centre. */
async function oneHandedOver(): Promise<CaseRow> {
  const known = (await village.call('cases.list', { list: 'all', limit: 200 })).rows.map((row) => row.case);
  await village.call('batch.save', { rows: [{ id: 'r-1', position: 0, source: 'typed', cells: CELLS }] });
  const [row] = (await village.call('batch.open', {})).rows;
  if (row?.confirmable) await village.call('batch.decide', { id: row.id, decision: 'confirm' });
  await village.call('batch.finish', {});
  const { rows } = await village.call('cases.list', { list: 'all', limit: 200 });
  return rows.find((each) => !known.includes(each.case)) as CaseRow;
}

type Way = (key: GridKey, texts: readonly string[]) => Promise<ReadonlyMap<string, Outcome>>;
const noteOf = (index: number, tag: string) => `${tag}${index}`;
const HEADINGS = ['日期', '姓名', '身份证号', '组别', '电话', '代办事项', '交来材料', '备注'];
const linesOf = (key: GridKey, texts: readonly string[], tag: string): string[][] =>
  texts.map((text, index) => Object.values({ ...CELLS, [key]: text, note: noteOf(index, tag) }));

/** Typed into the grid, pasted from a spreadsheet, imported from a file. */
const GRID_WAYS: Readonly<Record<string, Way>> = {
  typed: async (key, texts) => {
    const rows = texts.map((text, position) => ({
      id: `t-${position}`,
      position,
      source: 'typed' as const,
      cells: { ...CELLS, [key]: text, note: noteOf(position, 'typed') },
    }));
    await village.call('batch.save', { rows });
    return handedOver(
      key,
      texts.map((_, index) => noteOf(index, 'typed')),
    );
  },
  pasted: async (key, texts) => {
    const plan = planPaste(
      linesOf(key, texts, 'pasted')
        .map((line) => line.map(cellOf).join('\t'))
        .join('\n'),
      'date',
    );
    if (!plan.ok) throw new Error(plan.problem);
    const rows = plan.rows.map((cells, position) => ({
      id: `p-${position}`,
      position,
      source: 'pasted' as const,
      cells: { ...CELLS, ...cells },
    }));
    await village.call('batch.save', { rows });
    return handedOver(
      key,
      texts.map((_, index) => noteOf(index, 'pasted')),
    );
  },
  imported: async (key, texts) => {
    const sheet = [HEADINGS, ...linesOf(key, texts, 'imported')].map((line) => line.map(cellOf).join(',')).join('\n');
    await village.call('batch.import', {
      fileName: '单子.csv',
      base64: Buffer.from(`\ufeff${sheet}`).toString('base64'),
    });
    return handedOver(
      key,
      texts.map((_, index) => noteOf(index, 'imported')),
    );
  },
};

const TEXTS = (key: PersonKey) => fc.uniqueArray(PERSON_TEXTS[key], { minLength: 6, maxLength: 12 });
/** A cell has no paper beside it: its number tells which one it is. */
function told(key: GridKey, text: string): Applicant {
  const paper = key === 'idNumber' ? recognisedPaper(text) : null;
  return paper === null ? RESIDENT : { kind: kindOfNumber(paper, text), paper };
}
const RUNS = { numRuns: 3, endOnFailure: true };

const APPLICANTS: Readonly<Record<string, Applicant>> = {
  'a natural person': RESIDENT,
  'a cooperative': { kind: 'cooperative', paper: 'credit-code' },
  'a sole trader with a passport': { kind: 'sole-trader', paper: 'passport' },
  'a newborn': { kind: 'person', paper: 'birth-certificate' },
};
const SITUATIONS = Object.entries(APPLICANTS).flatMap(([who, of]) =>
  PERSON_KEYS.filter((key) => isAsked(key, of)).flatMap((key) =>
    // Another kind or paper is another applicant: tried from a natural person alone.
    of !== RESIDENT && personField(key).kind === 'choice' ? [] : [{ key, who, of }],
  ),
);

describe.each(SITUATIONS)('the field $key of $who', ({ key, of }) => {
  it('is kept the same, or refused, at the window and in a correction', async () => {
    await fc.assert(
      fc.asyncProperty(TEXTS(key), async (texts) => {
        for (const text of texts) {
          const wanted = expected(centre, key, text, of);
          const { detail } = await registration(centre, of);
          expect([text, await registered(centre, key, text, of)]).toEqual([text, wanted]);
          if (key !== 'village') expect([text, await registeredOnPage(centre, key, text, of)]).toEqual([text, wanted]);
          expect([text, await corrected(centre, detail, key, text)]).toEqual([text, wanted]);
        }
      }),
      RUNS,
    );
  });
});

describe.each(GRID_KEYS)('the cell %s', (key) => {
  it.each(Object.keys(GRID_WAYS))('%s is kept the same, or refused there', async (way) => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(TEXTS(key), async (texts) => {
        if (round > 0) {
          village.close();
          village = testSite(VILLAGE, TODAY);
        }
        round += 1;
        const outcomes = await (GRID_WAYS[way] as Way)(key, texts);
        texts.forEach((text, index) =>
          expect([text, outcomes.get(noteOf(index, way))]).toEqual([
            text,
            expected(village, key, text, told(key, text)),
          ]),
        );
      }),
      RUNS,
    );
  });

  it('of a returned row is kept the same, or refused there', async () => {
    await fc.assert(
      fc.asyncProperty(TEXTS(key), async (texts) => {
        for (const text of texts) {
          const row = await oneHandedOver();
          const fields = Object.fromEntries(GRID_KEYS.map((each) => [each, row[each] ?? ''])) as Record<
            GridKey,
            string
          >;
          const [change] = amendments(row, { ...fields, [key]: text }, '改正');
          const detail = await village.call('cases.get', { case: row.case });
          const made =
            change === undefined ? valueOf(detail, key) : await corrected(village, detail, key, change.to ?? '');
          expect([text, made]).toEqual([text, expected(village, key, text)]);
        }
      }),
      RUNS,
    );
  });
});
