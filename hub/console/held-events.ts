/** Held events, as the county sees them: the device that wrote each, the one that brought it, why it waits, what it says. */
import type {
  HELD_REASONS,
  HeldDetail,
  HeldEvent,
  DecidedOfDevice,
  HeldDevice,
  HeldGroup,
  HeldKey,
  HeldList,
} from '../../shared/api/county-held.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { Page } from '../../shared/api/rows.ts';
import { labelOf } from '../../shared/case/known-types.ts';
import { eventLines } from '../../shared/case/event-lines.ts';
import type { DeviceId, EventId, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import type { LedgerEvent, NewerEvent } from '../../shared/event/event.ts';
import { devicesOfPlaces } from '../../store/trust/device-keys.ts';
import { getCase } from '../../store/projection/cases.ts';
import { isReadable } from '../../store/projection/event-rows.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { findDevice } from '../admin/devices.ts';
import { heldByDevice, nextOf } from '../events/held-by-device.ts';
import { type Decision, admit, keepOut } from '../events/held-decisions.ts';
import type { ConsoleDesk } from './desk.ts';

const DECISION_OF: Readonly<Record<HeldList, string>> = { waiting: '', admitted: 'admitted', 'kept-out': 'kept-out' };

interface GroupRow {
  readonly ledger: PlaceCode;
  readonly device: DeviceId;
  readonly case_id: EventId | '';
  readonly decided_at: string;
  readonly decided_by: string;
  readonly reason: string;
  readonly newest: string;
  readonly events: number;
  readonly whys: string;
  readonly carriers: string;
  readonly types: string;
  readonly name: string | null;
  readonly number: string | null;
  readonly matter: string | null;
}

// A group was decided at one moment, so the person and the reason are the same in all its rows.
const GROUPS = `SELECT ledger, device, case_id, decided_at, decided_by, reason, max(at) AS newest, count(*) AS events,
    json_group_array(DISTINCT why) AS whys, json_group_array(DISTINCT carrier) AS carriers,
    json_group_array(DISTINCT document ->> '$.type') AS types, max(document ->> '$.data.person.name') AS name,
    max(document ->> '$.data.number') AS number, max(document ->> '$.data.matter') AS matter
  FROM hub_held`;
const BY_GROUP = 'GROUP BY ledger, device, case_id, decided_at';

const SEARCH = `(instr(coalesce(document ->> '$.data.person.name', ''), @query) > 0
  OR instr(coalesce(document ->> '$.data.number', ''), @query) > 0
  OR ledger IN (SELECT value FROM json_each(@places))
  OR device IN (SELECT value FROM json_each(@devices)))`;

const list = <T>(json: string): T[] => JSON.parse(json) as T[];

function groupOf(desk: ConsoleDesk, row: GroupRow): HeldGroup {
  const { file, places } = desk;
  const device = findDevice(file, row.device);
  const known = row.case_id === '' ? null : getCase(file, row.case_id);
  const carrierName = (id: DeviceId) => {
    const place = findDevice(file, id)?.certificate.place;
    return place === undefined ? id : places.nameOf(place);
  };
  const matter = row.matter ?? known?.matter;
  return {
    key: {
      ledger: row.ledger,
      device: row.device,
      case: row.case_id,
      decidedAt: row.decided_at,
      seenTo: row.newest,
    },
    ledgerName: places.nameOf(row.ledger),
    device: row.device,
    placeName: device === null ? '' : places.nameOf(device.certificate.place),
    machine: device?.machine ?? '',
    revokedAt: device?.revoked?.at ?? null,
    carriers: [...new Set(list<DeviceId>(row.carriers).map(carrierName))],
    why: list<keyof typeof HELD_REASONS>(row.whys),
    events: row.events,
    labels: list<string>(row.types).map(labelOf),
    name: row.name ?? known?.name ?? null,
    number: row.number ?? known?.number ?? null,
    matterName: matter === undefined ? null : desk.matterName(matter),
    decision: row.decided_at === '' ? null : { at: row.decided_at, by: row.decided_by, reason: row.reason },
  };
}

export interface HeldInput {
  readonly list: HeldList;
  readonly query: string;
  readonly after?: string | undefined;
  readonly limit: number;
}

const cursorOf = (row: GroupRow): string => [row.newest, row.ledger, row.device, row.case_id, row.decided_at].join('~');

function cursor(after: string): readonly string[] {
  const parts = after.split('~');
  if (parts.length !== 5) throw new ApiError('bad-input', '翻页的位置不对，请从头打开列表', 'after');
  return parts;
}

/** The groups of a list, those that got their newest record last first. Throws ApiError `bad-input` for a cursor that is none. */
export function heldGroups(desk: ConsoleDesk, input: HeldInput): Page<HeldGroup> {
  const { file, places } = desk;
  const query = input.query.trim();
  const named = places.all.filter(({ fullName }) => query !== '' && fullName.includes(query)).map(({ code }) => code);
  const where = `WHERE decision = @decision${query === '' ? '' : ` AND ${SEARCH}`}`;
  const bound = {
    decision: DECISION_OF[input.list],
    ...(query === ''
      ? {}
      : { query, places: JSON.stringify(named), devices: JSON.stringify(devicesOfPlaces(file, named)) }),
  };
  const order = ['newest', 'ledger', 'device', 'case_id', 'decided_at'];
  const last = input.after === undefined ? null : cursor(input.after);
  const [at, ledger, device, caseId, decidedAt] = last ?? [];
  const having = last === null ? '' : `HAVING (${order.join(', ')}) < (@at, @ledger, @device, @caseId, @decidedAt)`;
  const rows = file
    .sql(
      `${GROUPS} ${where} ${BY_GROUP} ${having} ORDER BY ${order.map((each) => `${each} DESC`).join(', ')} LIMIT @limit`,
    )
    .all({
      ...bound,
      limit: input.limit + 1,
      ...(last === null ? {} : { at, ledger, device, caseId, decidedAt }),
    }) as GroupRow[];
  const shown = rows.slice(0, input.limit);
  const more = rows.length > input.limit ? shown.at(-1) : undefined;
  const total = file
    .sql(`SELECT count(*) FROM (SELECT 1 FROM hub_held ${where} ${BY_GROUP})`)
    .pluck()
    .get(bound) as number;
  return {
    rows: shown.map((row) => groupOf(desk, row)),
    next: more === undefined ? null : cursorOf(more),
    total,
  };
}

const OF_KEY = 'ledger = @ledger AND device = @device AND case_id = @case AND decided_at = @decidedAt';

interface RecordRow {
  readonly document: string;
  readonly at: string;
}

function recordOf(desk: ConsoleDesk, { document, at }: RecordRow): HeldEvent {
  const event = JSON.parse(document) as LedgerEvent | NewerEvent;
  if (!isReadable(event))
    return { id: event._id, label: '要新版程序才能读', on: '', at: '', arrivedAt: at, staffName: '', lines: [] };
  const named = staffOf(desk.file, event.by.place).find((member) => member.id === (event.by.staff as StaffId));
  return {
    id: event._id,
    label: labelOf(event.type),
    on: event.on,
    at: event.at,
    arrivedAt: at,
    staffName: named?.name ?? event.by.staff,
    lines: eventLines(event.type, event.data, {
      placeName: (code) => desk.places.nameOf(code as PlaceCode),
      matterName: desk.matterName,
    }),
  };
}

function whereCaseIs({ file }: ConsoleDesk, caseId: HeldKey['case'], records: readonly HeldEvent[]) {
  if (caseId === '') return 'none';
  if (getCase(file, caseId) !== null) return 'here';
  return records.some((record) => record.id === caseId) ? 'begins' : 'missing';
}

/** A group with what each of its records says. Throws ApiError `not-found` when it has been decided meanwhile. */
export function heldDetail(desk: ConsoleDesk, key: HeldKey): HeldDetail {
  const { file } = desk;
  const row = file.sql(`${GROUPS} WHERE ${OF_KEY} AND decision <> 'arrived' ${BY_GROUP}`).get(key) as
    | GroupRow
    | undefined;
  if (row === undefined) throw new ApiError('not-found', '这些记录刚刚有人处理过，请回到列表查看');
  const rows = file
    .sql(
      `SELECT document, at FROM hub_held WHERE ${OF_KEY} AND decision <> 'arrived'
       ORDER BY document ->> '$.by.series', document ->> '$.by.seq', id`,
    )
    .all(key) as RecordRow[];
  const records = rows.map((each) => recordOf(desk, each));
  return { ...groupOf(desk, row), records, caseIs: whereCaseIs(desk, key.case, records) };
}

export interface DecisionInput {
  readonly keys: readonly HeldKey[];
  readonly decision: 'admit' | 'keep-out';
  readonly by: string;
  readonly reason: string;
}

/**
 * Throws ApiError `not-allowed` for a ledger that belongs to no place of the county, as no site reads it, and `conflict` when another person has
 * decided already; nothing is decided then.
 */
export function decideHeld(
  desk: ConsoleDesk,
  { keys, decision, by, reason }: DecisionInput,
): { readonly events: number } {
  const nowhere = keys.find(({ ledger }) => desk.places.place(ledger) === undefined);
  if (decision === 'admit' && nowhere !== undefined)
    throw new ApiError(
      'not-allowed',
      `县里的地点名单里没有 ${nowhere.ledger}，收进去也没有人看得到。请先升级县级服务，名单里有了再收；也可以先不收，记录会一直留着`,
    );
  const made: Decision = { by, reason, now: desk.now() };
  const events = decision === 'admit' ? admit(desk.ledger, keys, made) : keepOut(desk.ledger, keys, made);
  if (events === null) throw new ApiError('conflict', '其中有记录刚刚有人处理过，请刷新后再看');
  return { events };
}

export function heldDevices(desk: ConsoleDesk): HeldDevice[] {
  const { file, places } = desk;
  return heldByDevice(file).map(({ ledgers, ...row }) => {
    const device = findDevice(file, row.device);
    return {
      ...row,
      placeName: device === null ? '' : places.nameOf(device.certificate.place),
      machine: device?.machine ?? '',
      revokedAt: device?.revoked?.at ?? null,
      ledgerNames: ledgers.map((place) => places.nameOf(place)),
    };
  });
}

export interface DeviceDecision extends Omit<DecisionInput, 'keys'> {
  readonly device: DeviceId;
  readonly seenTo: string;
}

/** Decides the next part of what waits because of a device: each part is a transaction, so that an end in the middle leaves whole groups to go on with. */
export function decideDevice(desk: ConsoleDesk, input: DeviceDecision): DecidedOfDevice {
  const { file, ledger, places } = desk;
  const { device: owner, seenTo, decision, by, reason } = input;
  const isAdmitted = decision === 'admit';
  const known = places.all.filter(({ kind }) => kind !== 'county').map(({ code }) => code);
  const { keys, left } = nextOf(file, { owner, seenTo, ledgers: isAdmitted ? known : null });
  const all = isAdmitted ? nextOf(file, { owner, seenTo, ledgers: null }) : { keys, left };
  const nowhere = all.keys.length + all.left - keys.length - left;
  if (keys.length === 0) return { events: 0, left, nowhere };
  const made: Decision = { by, reason, now: desk.now() };
  const events = isAdmitted ? admit(ledger, keys, made) : keepOut(ledger, keys, made);
  return { events: events ?? 0, left, nowhere };
}
