/**
 * What this file holds of each device's series, as chains: a range is a run of events each naming the one before it. Two branches of one
 * series (a cloned disk) are two ranges, so a receipt can tell which of them it covers (LEDGER §5). Part of the projection.
 */
import { MOST_RANGES, type Receipt } from '../../shared/api/device-api.ts';
import type { DeviceId, EventId, PlaceCode, SeriesId } from '../../shared/base/brands.ts';
import type { ProjectionTable } from './projection-table.ts';
import type { ReadDb, WriteDb } from '../types.ts';

const rangeTable: ProjectionTable = {
  name: 'series_range',
  ddl: `
  CREATE TABLE series_range (
    no INTEGER PRIMARY KEY,
    device TEXT NOT NULL, series TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL,
    first_prev TEXT NOT NULL, last_id TEXT NOT NULL, token INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX series_range_place ON series_range (device, series, from_seq);
  CREATE INDEX series_range_token ON series_range (token);`,
  compared: `SELECT device, series, from_seq, to_seq, first_prev, last_id FROM series_range
    ORDER BY device, series, from_seq, last_id`,
};

/** In which ledgers a series lies. */
const ledgerTable: ProjectionTable = {
  name: 'series_ledger',
  ddl: `CREATE TABLE series_ledger (
    device TEXT NOT NULL, series TEXT NOT NULL, ledger TEXT NOT NULL, PRIMARY KEY (device, series, ledger)
  ) STRICT, WITHOUT ROWID;`,
  compared: 'SELECT * FROM series_ledger ORDER BY device, series, ledger',
};

/** Events that share a place in their series: the disk was copied. */
const cloneTable: ProjectionTable = {
  name: 'clone_pair',
  ddl: `CREATE TABLE clone_pair (
    device TEXT NOT NULL, series TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (device, series, seq, id)
  ) STRICT, WITHOUT ROWID;`,
  compared: 'SELECT * FROM clone_pair ORDER BY device, series, seq, id',
};

export const SERIES_TABLES: readonly ProjectionTable[] = [rangeTable, ledgerTable, cloneTable];

export interface Link {
  readonly device: string;
  readonly series: string;
  readonly seq: number;
  /** '' for the first of a series. */
  readonly prev: string;
  readonly id: string;
}

interface RangeRow {
  no: number;
  device: string;
  series: string;
  from_seq: number;
  to_seq: number;
  first_prev: string;
  last_id: string;
}

/** The number of this change; `rangesHeld` answers what changed after a number. */
export function nextRangeToken(file: ReadDb): number {
  return file.sql('SELECT coalesce(max(token), 0) + 1 FROM series_range').pluck().get() as number;
}

/** Links in the order given, cut where one does not name the one before it. */
function runsOf(links: readonly Link[]): Link[][] {
  const runs: Link[][] = [];
  let last: Link | undefined;
  for (const link of links) {
    const goesOn =
      last?.id === link.prev && last.seq + 1 === link.seq && last.series === link.series && last.device === link.device;
    if (goesOn) runs.at(-1)?.push(link);
    else runs.push([link]);
    last = link;
  }
  return runs;
}

/** The ranges of a series that hold a part of a run or touch it. */
const NEAR = `SELECT * FROM series_range WHERE device = @device AND series = @series
  AND from_seq <= @to + 1 AND to_seq >= @from - 1`;

/** Adds a run at the end of a range, before one, between two, or alone. */
function linkRun(file: WriteDb, first: Link, last: Link, near: readonly RangeRow[], token: number): void {
  const left = near.find((row) => row.to_seq === first.seq - 1 && row.last_id === first.prev);
  const right = near.find((row) => row.from_seq === last.seq + 1 && row.first_prev === last.id);
  if (left !== undefined) {
    file
      .sql('UPDATE series_range SET to_seq = ?, last_id = ?, token = ? WHERE no = ?')
      .run(right?.to_seq ?? last.seq, right?.last_id ?? last.id, token, left.no);
    if (right !== undefined) file.sql('DELETE FROM series_range WHERE no = ?').run(right.no);
  } else if (right !== undefined) {
    file
      .sql('UPDATE series_range SET from_seq = ?, first_prev = ?, token = ? WHERE no = ?')
      .run(first.seq, first.prev, token, right.no);
  } else {
    file
      .sql(
        `INSERT INTO series_range (device, series, from_seq, to_seq, first_prev, last_id, token)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(first.device, first.series, first.seq, last.seq, first.prev, last.id, token);
  }
}

/**
 * Adds events to the ranges. Adding one twice is the caller's mistake. Returns the events whose place in the series another event holds.
 * What was written one after the other comes so, and costs no more than one event.
 */
export function linkRanges(file: WriteDb, links: readonly Link[], token: number): readonly Link[] {
  return runsOf(links).flatMap((run) => {
    const [first, last] = [run[0] as Link, run.at(-1) as Link];
    const near = file
      .sql(NEAR)
      .all({ device: first.device, series: first.series, from: first.seq, to: last.seq }) as RangeRow[];
    const isTaken = near.some((row) => row.from_seq <= last.seq && first.seq <= row.to_seq);
    if (isTaken && run.length > 1) return run.flatMap((link) => linkRanges(file, [link], token));
    linkRun(file, first, last, near, token);
    return isTaken ? [first] : [];
  });
}

/**
 * Which of these events would begin a range of a series that has `MOST_RANGES` of them: so many gaps no machine makes that hands in what it
 * wrote. Those that go on with a range, or close a gap, never do. Of a delivery as a whole, in the order of its numbers.
 */
export function beyondRanges(file: ReadDb, links: readonly Link[]): ReadonlySet<string> {
  const beyond = new Set<string>();
  for (const ofSeries of Map.groupBy(links, ({ device, series }) => `${device} ${series}`).values()) {
    const { device, series } = ofSeries[0] as Link;
    const rows = file
      .sql('SELECT * FROM series_range WHERE device = ? AND series = ?')
      .all(device, series) as RangeRow[];
    let count = rows.length;
    if (count + ofSeries.length <= MOST_RANGES) continue;
    /** By the event that would go on with a range, and by the one that would come before it. */
    const ends = new Set(rows.map((row) => `${row.to_seq + 1} ${row.last_id}`));
    const begins = new Set(rows.map((row) => `${row.from_seq - 1} ${row.first_prev}`));
    for (const { seq, prev, id } of ofSeries.toSorted((a, b) => a.seq - b.seq)) {
      const [goesOn, comesBefore] = [ends.delete(`${seq} ${prev}`), begins.delete(`${seq} ${id}`)];
      if (goesOn && comesBefore) count -= 1;
      else if (!goesOn && !comesBefore) {
        if (count >= MOST_RANGES) {
          beyond.add(id);
          continue;
        }
        count += 1;
      }
      if (!comesBefore) ends.add(`${seq + 1} ${id}`);
      if (!goesOn) begins.add(`${seq - 1} ${prev}`);
    }
  }
  return beyond;
}

interface RangesQuery {
  /** The token of the last answer; 0 for everything. */
  readonly since: number;
  /** Only series that wrote to one of these ledgers; null for all. */
  readonly ledgers: readonly PlaceCode[] | null;
  /** Ranges of all series together; the answer ends at the first change that brings it there, and its token says so. */
  readonly most: number;
}

interface MovedSeries {
  readonly device: DeviceId;
  readonly series: SeriesId;
  readonly newest: number;
  readonly ranges: number;
}

/** Series in the order of their last change, as far as the answer may go, and the change up to which they are complete. */
function withinBudget(
  moved: readonly MovedSeries[],
  most: number,
): { told: readonly MovedSeries[]; cut: number | null } {
  let ranges = 0;
  for (const [index, each] of moved.entries()) {
    const before = moved[index - 1];
    // What one delivery changed is told together, as one number stands for it.
    if (ranges >= most && before !== undefined && before.newest < each.newest)
      return { told: moved.slice(0, index), cut: before.newest };
    ranges += each.ranges;
  }
  return { told: moved, cut: null };
}

/** What is held of every series that changed since a token: the receipts that a hub gives. Whole series, so an answer replaces the last. */
export function rangesHeld(
  file: ReadDb,
  { since, ledgers, most }: RangesQuery,
): { readonly token: number; readonly receipts: readonly Receipt[] } {
  const moved = file
    .sql(
      `SELECT r.device, r.series, max(r.token) AS newest, count(*) AS ranges FROM series_range r
       WHERE (r.device, r.series) IN (SELECT device, series FROM series_range WHERE token > @since)
         AND (@ledgers IS NULL OR EXISTS (
           SELECT 1 FROM series_ledger l JOIN json_each(@ledgers) wanted ON l.ledger = wanted.value
           WHERE l.device = r.device AND l.series = r.series))
       GROUP BY r.device, r.series ORDER BY newest, r.device, r.series`,
    )
    .all({ since, ledgers: ledgers === null ? null : JSON.stringify(ledgers) }) as MovedSeries[];
  const { told, cut } = withinBudget(moved, most);
  return {
    token: cut ?? nextRangeToken(file) - 1,
    receipts: told.map(({ device, series }) => {
      const rows = file
        .sql('SELECT * FROM series_range WHERE device = ? AND series = ? ORDER BY from_seq, last_id LIMIT ?')
        .all(device, series, MOST_RANGES) as RangeRow[];
      return {
        device,
        series,
        ranges: rows.map((row) => ({ from: row.from_seq, to: row.to_seq, last: row.last_id as EventId })),
      };
    }),
  };
}

export interface Gap {
  readonly device: DeviceId;
  readonly series: SeriesId;
  readonly from: number;
  readonly to: number;
}

/** Numbers that are missing below the highest one held, of one device or of all. Where not all ledgers are read, gaps are no loss. */
export function missingOf(file: ReadDb, device: DeviceId | null = null): Gap[] {
  const rows = file
    .sql(
      `SELECT device, series, from_seq, max(to_seq) AS to_seq FROM series_range WHERE @device IS NULL OR device = @device
       GROUP BY device, series, from_seq ORDER BY device, series, from_seq`,
    )
    .all({ device }) as RangeRow[];
  const gaps: Gap[] = [];
  for (const ranges of Map.groupBy(rows, (row) => `${row.device} ${row.series}`).values()) {
    let reached = 0;
    for (const row of ranges) {
      if (row.from_seq > reached + 1)
        gaps.push({
          device: row.device as DeviceId,
          series: row.series as SeriesId,
          from: reached + 1,
          to: row.from_seq - 1,
        });
      reached = Math.max(reached, row.to_seq);
    }
  }
  return gaps;
}

interface CloneSuspect {
  readonly device: DeviceId;
  readonly series: SeriesId;
  readonly seq: number;
  readonly ids: readonly EventId[];
}

/** Places in a series that two events claim: the device's disk was copied, or put back and used on (LEDGER §1). */
export function cloneSuspects(file: ReadDb): CloneSuspect[] {
  const rows = file.sql('SELECT device, series, seq, id FROM clone_pair ORDER BY device, series, seq, id').all() as {
    device: DeviceId;
    series: SeriesId;
    seq: number;
    id: EventId;
  }[];
  return [...Map.groupBy(rows, (row) => `${row.device} ${row.series} ${row.seq}`).values()].map((pair) => ({
    device: pair[0]?.device as DeviceId,
    series: pair[0]?.series as SeriesId,
    seq: pair[0]?.seq as number,
    ids: pair.map((row) => row.id),
  }));
}
