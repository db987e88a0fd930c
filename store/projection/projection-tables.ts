/**
 * Every table of the projection: what follows from the documents alone. Making them anew, checking them and the tests go through this
 * list. The first migration made them as they were then; since, a file whose reader is of another version gets them from here (rebuild.ts).
 */
import { caseRowTable } from './case-columns.ts';
import { orphanTable } from './project-case.ts';
import { eventRowTable } from './event-rows.ts';
import { EVENT_TABLES } from './event-tables.ts';
import { figureRowTable } from './figure-rows.ts';
import type { ProjectionTable } from './projection-table.ts';
import { caseSearchTable } from './search.ts';
import { SERIES_TABLES } from './series-ranges.ts';
import type { WriteDb } from '../types.ts';

export const PROJECTION_TABLES: readonly ProjectionTable[] = [
  eventRowTable,
  caseRowTable,
  figureRowTable,
  caseSearchTable,
  orphanTable,
  ...EVENT_TABLES,
  ...SERIES_TABLES,
];

/** Throws the tables away and makes them as this program knows them, empty. Within a transaction. */
export function makeProjectionTables(file: WriteDb): void {
  for (const { name, ddl } of PROJECTION_TABLES) {
    file.exec(`DROP TABLE IF EXISTS ${name}`);
    file.exec(ddl);
  }
}
