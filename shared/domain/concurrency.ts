/**
 * What two steps mean to each other when neither writer saw the other's (LEDGER §3). One table, symmetric and complete:
 * `commutes` both count; `same` equal outcome, counts once (otherwise it excludes); `excludes` a person settles it.
 */
import type { LedgerEvent } from './event.ts';
import { STEPS } from './event-types.ts';
import type { StepType } from './event-types.ts';

export type Concurrency = 'commutes' | 'same' | 'excludes';

/**
 * Steps that leave the state alone, with those they get along with. An extension moves only the due day, owed papers only the list of
 * what is owed, a settlement only chooses among others; so they stand beside whatever else was done meanwhile. Owed papers
 * and an end for want of them (退件), or any end by the applicant (撤件, 作废), speak of the same matter and must be settled.
 */
const COMMUTING: readonly (readonly [StepType, readonly StepType[]])[] = [
  [
    'extended',
    [
      'supplemented',
      'paused',
      'resumed',
      'forwarded',
      'county-returned',
      'concluded',
      'closed',
      'withdrawn',
      'voided',
      'delivered',
      'archived',
    ],
  ],
  ['supplemented', ['paused', 'resumed', 'forwarded', 'county-returned', 'concluded', 'delivered', 'archived']],
  ['settled', (Object.keys(STEPS) as StepType[]).filter((type) => type !== 'settled')],
];

const STEP_TYPES = Object.keys(STEPS) as StepType[];

function buildTable(): Readonly<Record<StepType, Readonly<Record<StepType, Concurrency>>>> {
  const table = Object.fromEntries(
    STEP_TYPES.map((a) => [a, Object.fromEntries(STEP_TYPES.map((b) => [b, a === b ? 'same' : 'excludes']))]),
  ) as Record<StepType, Record<StepType, Concurrency>>;
  for (const [a, others] of COMMUTING) {
    for (const b of others) {
      table[a][b] = 'commutes';
      table[b][a] = 'commutes';
    }
  }
  return table;
}

export const CONCURRENCY = buildTable();

/** The step types that exclude `type`, itself not among them (its twins are told apart by `outcomeOf`). */
export const EXCLUDED_BY: Readonly<Record<StepType, readonly StepType[]>> = Object.fromEntries(
  STEP_TYPES.map((a) => [a, STEP_TYPES.filter((b) => CONCURRENCY[a][b] === 'excludes')]),
) as unknown as Record<StepType, readonly StepType[]>;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const names = (value: unknown): string => JSON.stringify(list(value).map(String).sort());

/** What makes two steps of one type equal; the types that are not named are equal whatever they say. */
const OUTCOMES: Partial<Record<StepType, (data: Readonly<Record<string, unknown>>) => string>> = {
  'supplement-requested': (data) =>
    names(list(data['missing']).map((item) => (item as { name?: unknown } | null)?.name)),
  'accepted-short': (data) => `${String(data['deadline'])} ${names(data['owed'])}`,
  paused: (data) => String(data['reason']),
  forwarded: (data) => String(data['to']),
  extended: (data) => String(data['days']),
  concluded: (data) => String(data['result']),
  settled: (data) => names(data['keep']),
};

/** A text that two steps of one type share exactly when their outcome is equal. */
export function outcomeOf(type: StepType, event: Pick<LedgerEvent, 'data'>): string {
  return OUTCOMES[type]?.(event.data) ?? '';
}
