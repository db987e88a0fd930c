/** What a table of the projection says of itself. The list of them is projection-tables.ts. */
import type { LedgerEvent } from '../../shared/event/event.ts';
import type { WriteDb } from '../types.ts';

/** A table that follows from the documents alone: made, thrown away and compared by what it says here. */
export interface ProjectionTable {
  readonly name: string;
  /** Makes the table and its indexes. Nothing in it is NULL: an absent text is '', an absent day ''. */
  readonly ddl: string;
  /** Returns what makes two of them equal, in an order that does not depend on arrival; the numbers given in order of arrival are left out. */
  readonly compared: string;
}

/** A table that single events speak into, whatever the case makes of them. */
export interface EventTable extends ProjectionTable {
  /** Notes what a readable event says that was just added. Called once an event, in any order; `caseId` is '' for a site event. */
  add(file: WriteDb, ledger: string, event: LedgerEvent, caseId: string): void;
}
