/** Checks that everything in the file is as it should be. Reads all of it and changes nothing; each line of the answer is one check. */
import { createHash } from 'node:crypto';
import { checkEvent } from '../../shared/event/event.ts';
import { digestText, verifyHash } from '../trust/crypto.ts';
import { keyOfDevice } from '../trust/device-keys.ts';
import { placeOfLedger } from '../projection/event-rows.ts';
import { readIdentity } from '../trust/identity.ts';
import { PROJECTION_TABLES } from '../projection/projection-tables.ts';
import { rebuildProjection } from '../projection/rebuild.ts';
import { cloneSuspects, missingOf } from '../projection/series-ranges.ts';
import type { CheckLine } from '../../shared/api/rows.ts';
import type { ReadDb, Reference, WriteDb } from '../types.ts';

const PAGE = 500;
const MAX_SHOWN = 20;

function line(check: CheckLine['check'], count: number, what: string, problems: readonly string[]): CheckLine {
  const ok = problems.length === 0;
  return {
    check,
    ok,
    count,
    message: ok ? `${what}：正常` : `${what}：有 ${problems.length} 处问题`,
    problems: problems.slice(0, MAX_SHOWN),
  };
}

function verifyIntegrity(file: ReadDb): CheckLine {
  const rows = file.sql('PRAGMA integrity_check(20)').all() as { integrity_check: string }[];
  const problems = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  return line('file', 1, '数据文件完整性', problems);
}

/** Hash and signature of every document in every ledger. What is listed as unreadable is known already. */
function verifyDocuments(file: ReadDb): CheckLine {
  const identity = readIdentity(file);
  const known = new Set(file.sql("SELECT ledger || ' ' || id FROM unreadable").pluck().all() as string[]);
  const problems: string[] = [];
  let count = 0;
  for (const database of file.store.databases()) {
    const place = placeOfLedger(database);
    if (place === null) continue;
    for (let since = 0; ;) {
      const page = file.store.changes(database, since, PAGE);
      const last = page.at(-1);
      if (last === undefined) break;
      since = last.seq;
      for (const { id, deleted, doc } of page) {
        if (id.startsWith('_') || known.has(`${place} ${id}`)) continue;
        count += 1;
        const checked = checkEvent(doc, digestText, (device, message, sig) => {
          const key = keyOfDevice(file, identity, device);
          return key !== null && verifyHash(key, message, sig);
        });
        if (deleted) problems.push(`${place} ${id} deleted`);
        else if (checked.kind === 'malformed') problems.push(`${place} ${id} ${checked.problem.code}`);
      }
    }
  }
  return line('documents', count, '事件的编号和签名', problems);
}

/** This device's own chains have no gap, every link names the one before, and no place is taken twice. */
function verifyChains(file: ReadDb): CheckLine {
  const identity = readIdentity(file);
  const problems = cloneSuspects(file).map(({ device, series, seq }) => `${device} ${series} ${seq} clone`);
  const torn = file
    .sql(
      `SELECT b.device || ' ' || b.series || ' ' || b.from_seq FROM series_range a JOIN series_range b
         ON b.device = a.device AND b.series = a.series AND b.from_seq = a.to_seq + 1`,
    )
    .pluck()
    .all() as string[];
  problems.push(...torn.map((place) => `${place} torn`));
  if (identity !== null) {
    for (const gap of missingOf(file, identity.device))
      problems.push(`${gap.device} ${gap.series} ${gap.from}-${gap.to} missing`);
    const end: unknown = file
      .sql('SELECT max(seq) FROM event_row WHERE device = ? AND series = ?')
      .pluck()
      .get(identity.device, identity.series);
    if ((end ?? 0) !== identity.lastSeq) problems.push(`${identity.device} ${identity.series} counter`);
  }
  const count = file.sql('SELECT count(*) FROM series_range').pluck().get() as number;
  return line('chains', count, '事件链', problems);
}

/** A digest of every table of the projection, in an order that does not depend on arrival. */
export function projectionDigests(file: ReadDb): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PROJECTION_TABLES.map(({ name, compared }) => {
      const hash = createHash('sha256');
      for (const row of file.sql(compared).pluck(false).iterate() as Iterable<Record<string, unknown>>) {
        const { no: _, ...columns } = row;
        hash.update(JSON.stringify(columns));
      }
      return [name, hash.digest('hex')];
    }),
  );
}

/** Rolls back the rebuild, which was made only to be compared. */
class Undo extends Error {}

function verifyProjection(file: WriteDb, reference: Reference): CheckLine {
  const before = projectionDigests(file);
  let after: Readonly<Record<string, string>> = {};
  try {
    file.transaction(() => {
      rebuildProjection(file, reference);
      after = projectionDigests(file);
      throw new Undo('looked at');
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  const problems = PROJECTION_TABLES.flatMap(({ name }) => (before[name] === after[name] ? [] : name));
  return line('projection', PROJECTION_TABLES.length, '各表与事件一致', problems);
}

/** Nothing is green without a receipt, and the cases' counts say the same as their events. */
function verifyReceipts(file: ReadDb): CheckLine {
  const uncovered = file
    .sql(
      `SELECT id FROM event_row e WHERE receipted = 1 AND NOT EXISTS (SELECT 1 FROM receipt_range r
         WHERE r.device = e.device AND r.series = e.series AND e.seq BETWEEN r.from_seq AND r.to_seq)`,
    )
    .pluck()
    .all() as string[];
  const miscounted = file
    .sql(
      `SELECT case_id FROM case_row c WHERE unsynced <> (SELECT count(*) FROM event_row e
         WHERE e.case_id = c.case_id AND e.ledger = c.ledger AND e.receipted = 0)`,
    )
    .pluck()
    .all() as string[];
  const count = file.sql('SELECT count(*) FROM receipt_range').pluck().get() as number;
  return line('receipts', count, '县里的回执', [...uncovered, ...miscounted]);
}

/** Asks everything; takes seconds for 100,000 cases. Throws StoreError only when the file can't be read at all. */
export function verifyFile(file: WriteDb, reference: Reference): CheckLine[] {
  return [
    verifyIntegrity(file),
    verifyDocuments(file),
    verifyChains(file),
    verifyProjection(file, reference),
    verifyReceipts(file),
  ];
}
