/** The rows of a case in the national case tables, as it stands. A case that no centre received, or that is voided, has none. */
import type { EventId } from '../base/brands.ts';
import type { FoldRemark, FoldStep } from '../case/case-types.ts';
import type { PlatformColumn } from './column.ts';
import { PLATFORM_TABLES, type TableKey } from './mapping.ts';
import { type CaseSource, type EventSource, effectiveRemarks, effectiveSteps } from './source.ts';
import { processCode } from './tables/process.ts';
import { RATING_TYPES } from './tables/rating.ts';
import { endingOf } from './tables/result.ts';
import { SPECIAL_TYPES } from './tables/special.ts';

/** Its cells by the names of the columns, '' for none. */
export type Cells = Readonly<Record<string, string>>;

export interface PlatformRow {
  readonly table: TableKey;
  /** The id of the event that it is of; of a material with its place on the list behind it. It never changes. */
  readonly id: string;
  readonly case: EventId;
  readonly cells: Cells;
}

/** A text that is too long for its column ends in dots. */
const fitted = (text: string, max: number): string => {
  const chars = Array.from(text);
  return chars.length <= max ? text : `${chars.slice(0, max - 1).join('')}…`;
};

function cellsOf<Of>(columns: readonly PlatformColumn<Of>[], of: Of): Cells {
  return Object.fromEntries(columns.map((column) => [column.name, fitted(column.of(of) ?? '', column.max)]));
}

/** Two digits: no case has more papers. */
const materialId = (id: EventId, index: number): string => `${id}-${String(index + 1).padStart(2, '0')}`;

/** Returns the rows of all tables, each table's in its order. */
export function platformRows(source: CaseSource): readonly PlatformRow[] {
  const { fold } = source;
  if (fold.receivedOn === null || fold.ended === 'voided') return [];
  const steps = effectiveSteps(source);
  const remarks = effectiveRemarks(source);
  const eventSource = (step: FoldStep | FoldRemark, nth: number): EventSource => ({
    ...source,
    step,
    // As it holds, by the corrections.
    data: fold.said[step.id]?.data ?? source.event(step.id)?.data ?? {},
    nth,
  });
  const ofEvents = (table: 'process' | 'special' | 'result' | 'rating', events: readonly (FoldStep | FoldRemark)[]) =>
    events.map((step, index): PlatformRow => ({
      table,
      id: step.id,
      case: fold.case,
      cells: cellsOf(PLATFORM_TABLES[table].columns, eventSource(step, index + 1)),
    }));
  const isExcluded = (id: EventId) => fold.ratings.some((each) => each.id === id && each.excluded !== null);
  const ending = endingOf(source);
  return [
    { table: 'accept', id: fold.case, case: fold.case, cells: cellsOf(PLATFORM_TABLES.accept.columns, source) },
    ...ofEvents(
      'process',
      [...steps, ...remarks].filter(({ type }) => processCode(type) !== null),
    ),
    ...ofEvents(
      'special',
      steps.filter(({ type }) => SPECIAL_TYPES.has(type)),
    ),
    ...ofEvents(
      'result',
      steps.filter(({ id }) => id === ending),
    ),
    ...fold.materials.map((item, index): PlatformRow => ({
      table: 'material',
      id: materialId(fold.case, index),
      case: fold.case,
      cells: cellsOf(PLATFORM_TABLES.material.columns, { ...source, item }),
    })),
    ...ofEvents(
      'rating',
      remarks.filter(({ id, type }) => RATING_TYPES.has(type) && !isExcluded(id)),
    ),
  ];
}
