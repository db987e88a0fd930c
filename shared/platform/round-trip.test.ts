/**
 * What is told to the platform is the case: read back from its rows as a platform would read them, it has the state and the days of its fold; and what
 * is told again is what changed.
 */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, plausible } from '../../test/fixtures/histories.ts';
import { clerk, walk } from '../../test/fixtures/folds.ts';
import type { PlaceCode } from '../base/brands.ts';
import type { CaseFold } from '../case/case-types.ts';
import { deadlines } from '../case/deadline.ts';
import { foldCase } from '../case/fold/fold.ts';
import { CASE_OUTCOMES, outcomeOf } from '../case/outcome-codes.ts';
import type { CaseState } from '../case/states.ts';
import { STEPS, STEP_TYPES, type StepType } from '../case/steps/index.ts';
import type { LedgerEvent } from '../event/event.ts';
import { referenceCalendar, referenceCatalogue } from '../reference/load.ts';
import { type Change, platformChanges, type Told } from './changes.ts';
import { PROCESS_CODES } from './codes.ts';
import { PLATFORM_TABLES, type TableKey } from './mapping.ts';
import { type Cells, type PlatformRow, platformRows } from './rows.ts';

const CENTRE = '43122211501' as PlaceCode;
const calendar = referenceCalendar();
const catalogue = referenceCatalogue();
const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

/** What both know of a case. Days as `2017-11-09`, '' for none. */
interface CaseOutline {
  readonly number: string;
  readonly state: CaseState;
  readonly applied: string;
  readonly accepted: string;
  readonly promised: string;
  readonly legal: string;
  readonly ended: string;
  readonly outcome: string;
  readonly delivered: string;
  readonly standing: readonly string[];
}

const TYPE_OF: ReadonlyMap<string, StepType> = new Map(
  STEP_TYPES.flatMap((type) => {
    const code = PROCESS_CODES[type];
    return code === null ? [] : [[code, type] as const];
  }),
);
/** Out of these a case comes back to where it was. */
const INTERRUPTIONS: ReadonlySet<CaseState> = new Set(['supplementing', 'paused']);

function stateAfter(types: readonly StepType[]): CaseState {
  let state: CaseState = 'received';
  const back: CaseState[] = [];
  for (const type of types) {
    const { to } = STEPS[type];
    if (to !== null) {
      if (INTERRUPTIONS.has(to)) back.push(state);
      else if (type !== 'resumed') back.length = 0;
      state = to;
    } else if (type === 'resumed' || (type === 'supplemented' && state === 'supplementing'))
      state = back.pop() ?? 'received';
  }
  return state;
}

/** The outline of the rows of one case; null: all of it was taken back, or never told. */
function outlineOfRows(rows: readonly PlatformRow[]): CaseOutline | null {
  const of = (table: TableKey): readonly Cells[] => rows.flatMap((row) => (row.table === table ? [row.cells] : []));
  const [accept] = of('accept');
  if (accept === undefined) return null;
  const steps = of('process')
    .toSorted((a, b) => Number(a['sort_no']) - Number(b['sort_no']))
    .flatMap((cells): (Cells & { type: StepType })[] => {
      const type = TYPE_OF.get(cells['event_name'] ?? '');
      return type === undefined ? [] : [{ ...cells, type } as Cells & { type: StepType }];
    });
  const [result] = of('result');
  return {
    number: accept['project_no'] ?? '',
    state: stateAfter(steps.map(({ type }) => type)),
    applied: accept['apply_date'] ?? '',
    accepted: accept['accept_date'] ?? '',
    promised: accept['promise_date'] ?? '',
    legal: accept['legal_date'] ?? '',
    ended: result?.['result_date'] ?? '',
    outcome: result?.['result_type'] ?? '',
    delivered: steps.findLast(({ type }) => type === 'delivered')?.['event_end_time'] ?? '',
    standing: of('special')
      .filter((cells) => cells['special_type'] !== '1' && cells['special_type'] !== 'A')
      .map((cells) => `${cells['special_time']} ${cells['end_time']}`),
  };
}

const source = (fold: CaseFold, events: readonly LedgerEvent[]) => ({
  fold,
  days: deadlines(fold, calendar),
  centre: CENTRE,
  event: (id: string) => events.find((event) => event._id === id),
  context: {
    placeName: (code: string) => code,
    matterName: (code: string) => catalogue.matter(code)?.name ?? code,
    matter: (code: string) => catalogue.matter(code),
    staffName: () => null,
  },
});
const rowsOf = (events: readonly LedgerEvent[]): readonly PlatformRow[] => {
  const fold = foldCase(events);
  return fold === null ? [] : platformRows(source(fold, events));
};

const codeOf = (fold: CaseFold): string => {
  const outcome = outcomeOf(fold);
  return outcome === null ? '' : CASE_OUTCOMES[outcome].code;
};

/** The same, from the fold itself; null where the platform should know nothing of the case. */
function outlineOfFold(fold: CaseFold): CaseOutline | null {
  if (fold.receivedOn === null || fold.ended === 'voided') return null;
  const days = deadlines(fold, calendar);
  return {
    number: fold.number,
    state: fold.state,
    applied: fold.on,
    accepted: days.acceptedOn ?? '',
    promised: days.dueOn ?? '',
    legal: days.legalDueOn ?? '',
    ended: fold.result?.on ?? fold.endedOn ?? '',
    outcome: codeOf(fold),
    delivered: fold.deliveredOn ?? '',
    standing: fold.pauses
      .filter(({ kind }) => kind === 'special')
      .map(({ from, to }) => `${from} ${to ?? days.specialUntil ?? ''}`),
  };
}

/** What a platform holds after it was told some changes. */
function taken(changes: readonly Change[], held: ReadonlyMap<string, PlatformRow> = new Map()) {
  const now = new Map(held);
  for (const { table, id, row } of changes)
    if (row === null) now.delete(`${table} ${id}`);
    else now.set(`${table} ${id}`, row);
  return now;
}
const afterwards = (told: readonly Told[], changes: readonly Change[]): Told[] => [
  ...new Map([...told, ...changes].map((each) => [`${each.table} ${each.id}`, each])).values(),
];

const history = fc
  .tuple(fc.array(choice, { maxLength: 14 }), fc.boolean())
  .map(([choices, immediate]) => plausible(choices, immediate));

describe('the rows of a case', () => {
  it('say the state and the days of its fold', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(history, (events) => {
        const fold = foldCase(events) as CaseFold;
        seen.add(fold.state);
        expect(outlineOfRows(rowsOf(events))).toEqual(outlineOfFold(fold));
      }),
      { numRuns: 600, seed: 20261201 },
    );
    expect(seen.size).toBeGreaterThan(10);
  });

  it('arrive whole by changes alone, however often and after whichever events they are told, and a second time nothing is told', () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(15), { maxLength: 4 }), (events, cuts) => {
        let told: Told[] = [];
        let held: ReadonlyMap<string, PlatformRow> = new Map();
        for (const cut of [...cuts.map((at) => at + 1).toSorted((a, b) => a - b), events.length]) {
          const rows = rowsOf(events.slice(0, cut));
          const changes = platformChanges(rows, told, digest);
          held = taken(changes, held);
          told = afterwards(told, changes);
          expect(platformChanges(rows, told, digest)).toEqual([]);
        }
        expect(outlineOfRows([...held.values()])).toEqual(outlineOfFold(foldCase(events) as CaseFold));
      }),
      { numRuns: 300, seed: 20261202 },
    );
  });

  it('have one id each in a table, every column of it as text that fits', () => {
    fc.assert(
      fc.property(history, (events) => {
        const rows = rowsOf(events);
        expect(new Set(rows.map(({ table, id }) => `${table} ${id}`)).size).toBe(rows.length);
        for (const { table, cells } of rows) {
          const { columns } = PLATFORM_TABLES[table];
          expect(Object.keys(cells)).toEqual(columns.map(({ name }) => name));
          for (const { name, max } of columns)
            expect([name, Array.from(cells[name] as string).length <= max]).toEqual([name, true]);
        }
      }),
      { numRuns: 100, seed: 20261203 },
    );
  });
});

describe('what is told again', () => {
  const writer = clerk();
  const events = walk(writer, ['accepted', 'concluded']);
  const first = events[0] as LedgerEvent;
  const begun = platformChanges(rowsOf(events), [], digest);

  it('is nothing where nothing changed', () => {
    expect(begun.every(({ operation, version }) => operation === 'I' && version === 1)).toBe(true);
    expect(begun.map(({ table }) => table)).toEqual(
      expect.arrayContaining<TableKey>(['accept', 'process', 'result', 'material']),
    );
    expect(platformChanges(rowsOf(events), begun, digest)).toEqual([]);
  });

  it('is the corrected row alone, with the next version, after a correction', () => {
    const amended = writer.remark('amended', '2017-11-06', first, {
      field: 'person.phone',
      from: null,
      to: '13800000001',
      reason: '补登',
    });
    const changes = platformChanges(rowsOf([...events, amended]), begun, digest);
    expect(changes.map(({ table, id, operation, version }) => [table, id, operation, version])).toEqual([
      ['accept', first._id, 'U', 2],
    ]);
    expect(changes[0]?.row?.cells['contact_mobile']).toBe('13800000001');
  });

  it('takes everything back of a voided case, and keeps the ids', () => {
    const open = walk(clerk(), ['accepted']);
    const before = platformChanges(rowsOf(open), [], digest);
    const voided = clerk().step('voided', '2017-11-06', open.at(-1) as LedgerEvent);
    const changes = platformChanges(rowsOf([...open, voided]), before, digest);
    expect(changes.map(({ id, operation, version, row }) => [id, operation, version, row])).toEqual(
      before.map(({ id }) => [id, 'D', 2, null]),
    );
  });

  it('is new again, one version on, where a row came back', () => {
    const [accept] = begun;
    const gone = begun.map((each) => (each === accept ? { ...each, operation: 'D' as const, version: 2 } : each));
    expect(platformChanges(rowsOf(events), gone, digest)).toMatchObject([
      { table: 'accept', operation: 'I', version: 3 },
    ]);
  });
});
