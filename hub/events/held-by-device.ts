/** What waits because of one device, to be decided together: a stopped machine may have left hundreds of cases. */
import type { DeviceId, PlaceCode } from '../../shared/base/brands.ts';
import type { ReadDb } from '../../store/types.ts';
import type { GroupKey } from './held-decisions.ts';

export interface HeldRow {
  readonly device: DeviceId;
  readonly groups: number;
  readonly events: number;
  readonly ledgers: readonly PlaceCode[];
  /** ISO instant at which the newest of them arrived. */
  readonly seenTo: string;
}

/** The devices that are the reason why something waits, those of most groups first. */
export function heldByDevice(file: ReadDb): HeldRow[] {
  const rows = file
    .sql(
      `SELECT owner AS device, count(*) AS groups, sum(n) AS events, json_group_array(DISTINCT ledger) AS ledgers, max(newest) AS seenTo
       FROM (SELECT owner, ledger, count(*) AS n, max(at) AS newest FROM hub_held
             WHERE decision = '' GROUP BY owner, ledger, device, case_id)
       GROUP BY owner ORDER BY groups DESC, owner`,
    )
    .all() as (Omit<HeldRow, 'ledgers'> & { ledgers: string })[];
  return rows.map((row) => ({ ...row, ledgers: JSON.parse(row.ledgers) as PlaceCode[] }));
}

/** Groups of one decision: some hundreds of events, which take a second. One group may hold more by itself. */
const MOST_GROUPS = 200;
const MOST_EVENTS = 500;

interface Open {
  readonly owner: DeviceId;
  readonly seenTo: string;
  /** Only what came for one of these ledgers; null: for any. */
  readonly ledgers: readonly PlaceCode[] | null;
}

interface OpenPart {
  /** What to decide next. */
  readonly keys: readonly GroupKey[];
  /** Groups that wait behind it. */
  readonly left: number;
}

/** The next part of what waits because of a device and was shown. */
export function nextOf(file: ReadDb, { owner, seenTo, ledgers }: Open): OpenPart {
  const rows = file
    .sql(
      `SELECT ledger, device, case_id AS "case", count(*) AS events FROM hub_held
       WHERE owner = @owner AND decision = '' AND at <= @seenTo
         AND (@ledgers = '' OR ledger IN (SELECT value FROM json_each(iif(@ledgers = '', '[]', @ledgers))))
       GROUP BY ledger, device, case_id ORDER BY ledger, device, case_id`,
    )
    .all({ owner, seenTo, ledgers: ledgers === null ? '' : JSON.stringify(ledgers) }) as (GroupKey & {
    events: number;
  })[];
  let events = 0;
  const fits = rows.slice(0, MOST_GROUPS).findIndex((row) => (events += row.events) > MOST_EVENTS);
  const part = rows.slice(0, fits === -1 ? MOST_GROUPS : Math.max(1, fits));
  return {
    keys: part.map((row) => ({ ledger: row.ledger, device: row.device, case: row.case, decidedAt: '', seenTo, owner })),
    left: rows.length - part.length,
  };
}
