/** Throws the projection away and makes it anew from the documents (DESIGN §4). The result equals what was kept step by step. */
import type { EventId } from '../shared/domain/brands.ts';
import { placeOfLedger } from './event-rows.ts';
import { projectCase } from './case-rows.ts';
import type { DataFile, Reference } from './types.ts';

/** Cases whose deadlines may move with the calendar: the open ones and those whose result still lies there. */
export function reprojectOpenCases(file: DataFile, reference: Reference): number {
  const ids = file
    .sql('SELECT case_id FROM case_row WHERE open = 1 OR to_collect = 1')
    .pluck()
    .all() as EventId[];
  for (const id of ids) projectCase(file, id, reference);
  return ids.length;
}
