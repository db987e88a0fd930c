/**
 * What a platform was told, in the data file (docs/PLATFORM.md). Every export is a batch and adds to what was told before, so that the last one can be taken back;
 * the newest word on a row is what holds.
 */
import type { EventId, PlaceCode } from '../../shared/base/brands.ts';
import type { Told } from '../../shared/platform/changes.ts';
import type { ReadDb, WriteDb } from '../types.ts';
import { getSetting, setSetting } from './settings.ts';

export interface ToldBatch {
  readonly batch: number;
  readonly name: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly cases: number;
  readonly rows: number;
}

/** A case that may have changed since it was looked at. */
export interface CaseToLookAt {
  readonly case: EventId;
  /** How many events of it are here. */
  readonly events: number;
}

const TO_LOOK_AT = `
  FROM case_row c WHERE c.centre = @centre AND c.received_on <> '' AND c.case_id > @after AND
    (SELECT count(*) FROM event_row e WHERE e.case_id = c.case_id) || ' ' || @basis IS NOT
    (SELECT p.events || ' ' || p.basis FROM platform_case p WHERE p.case_id = c.case_id ORDER BY p.batch DESC LIMIT 1)`;

interface Looked {
  readonly centre: PlaceCode;
  /** What rows are made of besides events: reference data and the tables themselves. */
  readonly basis: string;
}

/** Counts the cases that may have changed since they were looked at. */
export function countToLookAt(file: ReadDb, { centre, basis }: Looked): number {
  return file.sql(`SELECT count(*) ${TO_LOOK_AT}`).pluck().get({ centre, basis, after: '' }) as number;
}

/** Some of them, the oldest first. `after`: the last case that was looked at. */
export function casesToLookAt(
  file: ReadDb,
  { centre, basis, after, limit }: Looked & { readonly after: string; readonly limit: number },
): CaseToLookAt[] {
  return file
    .sql(
      `SELECT c.case_id AS "case", (SELECT count(*) FROM event_row e WHERE e.case_id = c.case_id) AS events ${TO_LOOK_AT}
       ORDER BY c.case_id LIMIT @limit`,
    )
    .all({ centre, basis, after, limit }) as CaseToLookAt[];
}

/** The newest word on each row of a case. */
export function toldOfCase(file: ReadDb, id: EventId): Told[] {
  return file
    .sql(
      `SELECT r.kind AS "table", r.id, r.operation, r.version, r.digest, r.project_no AS projectNo FROM platform_row r
       WHERE r.case_id = @id AND r.batch = (SELECT max(batch) FROM platform_row WHERE case_id = @id AND kind = r.kind AND id = r.id)
       ORDER BY r.kind, r.id`,
    )
    .all({ id }) as Told[];
}

/** The exports, the newest first. */
export function toldBatches(file: ReadDb, limit: number): ToldBatch[] {
  return file.sql('SELECT * FROM platform_batch ORDER BY batch DESC LIMIT ?').all(limit) as ToldBatch[];
}

const lastBatch = (file: ReadDb): number =>
  file.sql('SELECT coalesce(max(batch), 0) FROM platform_batch').pluck().get() as number;

/** Its last number is kept: that of an export that was taken back is not given again, as its file may lie somewhere. */
const COUNTER = 'platform-batch';
export const nextBatch = (file: ReadDb): number =>
  Math.max(lastBatch(file), Number(getSetting(file, COUNTER) ?? 0)) + 1;

/** Keeps that these cases were looked at and these rows told. A batch of no rows is none: its cases count as looked at with the batch before. */
export function keepTold(
  file: WriteDb,
  told: {
    readonly batch: ToldBatch;
    readonly basis: string;
    readonly cases: readonly CaseToLookAt[];
    readonly rows: readonly { readonly case: EventId; readonly told: Told }[];
  },
): void {
  const { batch, basis } = told;
  file.transaction(() => {
    const number = told.rows.length === 0 ? lastBatch(file) : batch.batch;
    if (told.rows.length > 0) {
      file
        .sql('INSERT INTO platform_batch (batch, name, at, cases, rows) VALUES (@batch, @name, @at, @cases, @rows)')
        .run(batch);
      setSetting(file, COUNTER, String(number));
    }
    const look = file.sql('INSERT OR REPLACE INTO platform_case (case_id, batch, events, basis) VALUES (?, ?, ?, ?)');
    for (const each of told.cases) look.run(each.case, number, each.events, basis);
    const tell = file.sql(
      `INSERT INTO platform_row (case_id, kind, id, batch, operation, version, digest, project_no) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    for (const { case: id, told: row } of told.rows)
      tell.run(id, row.table, row.id, number, row.operation, row.version, row.digest, row.projectNo);
  });
}

/** Forgets the last export, so that its rows are told again. Returns false where another one is the last by now. */
export function takeBackTold(file: WriteDb, batch: number): boolean {
  return file.transaction(() => {
    if (lastBatch(file) !== batch) return false;
    file.sql('DELETE FROM platform_row WHERE batch = ?').run(batch);
    file.sql('DELETE FROM platform_case WHERE batch = ?').run(batch);
    file.sql('DELETE FROM platform_batch WHERE batch = ?').run(batch);
    return true;
  });
}
