/** Tells a platform what changed since it was last told: the national case tables of the centre's cases (docs/PLATFORM.md). */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError } from '../../shared/api/errors.ts';
import type { PlatformExported, PlatformFormat, PlatformStatus } from '../../shared/api/platform-methods.ts';
import type { EventId } from '../../shared/base/brands.ts';
import { compactDate } from '../../shared/base/local-date.ts';
import { deadlines } from '../../shared/case/deadline.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { placeKind } from '../../shared/place/place.ts';
import { type Change, platformChanges } from '../../shared/platform/changes.ts';
import { PLATFORM_TABLES } from '../../shared/platform/mapping.ts';
import { platformRows } from '../../shared/platform/rows.ts';
import type { CaseSource } from '../../shared/platform/source.ts';
import {
  type CaseToLookAt,
  casesToLookAt,
  countToLookAt,
  keepTold,
  nextBatch,
  takeBackTold,
  toldBatches,
  toldOfCase,
} from '../../store/file/platform-told.ts';
import { isReadable } from '../../store/projection/event-rows.ts';
import { readCase } from '../../store/projection/project-case.ts';
import { staffOf } from '../../store/projection/site-staff.ts';
import { digestText } from '../../store/trust/crypto.ts';
import type { FoldedCase } from '../../store/types.ts';
import type { Desk } from '../desk.ts';
import { type ToldRow, writeTables } from './write-tables.ts';

/** Rows of a file, at least one case: some 2,500 cases, and a workbook that opens at once. */
const MOST_ROWS = 20_000;
/** Cases between two looks at what else the service is asked. */
const CHUNK = 50;
const BATCHES_SHOWN = 10;
const SHANGHAI_MS = 8 * 3_600_000;

const digest = (text: string): string => Buffer.from(digestText(text).sha256).toString('base64url').slice(0, 22);

/** Throws ApiError where the place is no centre: the platform hears of a case from the centre that received it. */
export function requireCentre(desk: Desk): void {
  if (placeKind(desk.place) !== 'centre')
    throw new ApiError('not-allowed', '村里的办件由乡镇便民服务中心录入平台，请在中心的电脑上办理。');
}

/** What rows are made of besides events: a change of it may change any row. */
function basisOf({ calendar, catalogue, places }: Desk): string {
  const columns = Object.values(PLATFORM_TABLES).map((table) => [table.name, table.columns.map(({ name }) => name)]);
  return digest(JSON.stringify([calendar.content, catalogue.version, catalogue.matters, places.all, columns]));
}

/** A case as its rows are made of it. */
export function sourceOf(desk: Desk, { fold, events }: FoldedCase): CaseSource {
  const readable = new Map(events.filter(isReadable).map((event): [string, LedgerEvent] => [event._id, event]));
  return {
    fold,
    days: deadlines(fold, desk.calendar),
    centre: desk.place,
    event: (id) => readable.get(id),
    context: {
      placeName: (code) => desk.places.nameOf(code),
      matterName: (code) => desk.catalogue.matter(code)?.name ?? code,
      matter: (code) => desk.catalogue.matter(code),
      staffName: (place, staff) => staffOf(desk.file, place).find((member) => member.id === staff)?.name ?? null,
    },
  };
}

interface CaseChanges {
  readonly looked: CaseToLookAt;
  readonly changes: readonly Change[];
}

function changesOf(desk: Desk, looked: CaseToLookAt): CaseChanges {
  const folded = readCase(desk.file, looked.case);
  const rows = folded === null ? [] : platformRows(sourceOf(desk, folded));
  return { looked, changes: platformChanges(rows, toldOfCase(desk.file, looked.case), digest) };
}

/** Looks at cases, the oldest first, until a file is full. */
async function lookForChanges(desk: Desk, basis: string): Promise<readonly CaseChanges[]> {
  const found: CaseChanges[] = [];
  let rows = 0;
  let after = '';
  for (;;) {
    const some = casesToLookAt(desk.file, { centre: desk.place, basis, after, limit: CHUNK });
    for (const looked of some) {
      const each = changesOf(desk, looked);
      if (rows > 0 && rows + each.changes.length > MOST_ROWS) return found;
      found.push(each);
      rows += each.changes.length;
    }
    if (some.length < CHUNK) return found;
    after = some.at(-1)?.case ?? after;
    // One chunk after another, and the clerk's calls between them.
    // oxlint-disable-next-line no-await-in-loop
    await nextTurn();
  }
}

/** `2026-12-01 09:30:00`, Beijing time. */
const timeOf = (now: number): string => new Date(now + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');

function toldRow(desk: Desk, change: Change, said: { readonly batch: string; readonly time: string }): ToldRow {
  const { table, id, operation, version, projectNo, row } = change;
  // Of a row that is taken back only its name is told.
  const own = row?.cells ?? { [table === 'rating' ? 'projectNo' : 'project_no']: projectNo };
  const common = {
    row_guid: id,
    cd_operation: operation,
    cd_batch: said.batch,
    cd_time: said.time,
    data_source: desk.place,
    dataver: String(version),
  };
  return { table, cells: { ...common, ...own } };
}

/** Files of which an export is being made: two at once would tell the same rows. */
const busy = new WeakSet<object>();

export function platformStatus(desk: Desk): PlatformStatus {
  requireCentre(desk);
  return {
    toLookAt: countToLookAt(desk.file, { centre: desk.place, basis: basisOf(desk) }),
    batches: toldBatches(desk.file, BATCHES_SHOWN),
  };
}

/** The changed rows as a file; they count as told. Without any there is no file, and no batch. */
export async function exportToPlatform(desk: Desk, format: PlatformFormat): Promise<PlatformExported> {
  requireCentre(desk);
  if (busy.has(desk.file)) throw new ApiError('busy', '正在生成上一份报送文件，请等它完成。');
  busy.add(desk.file);
  try {
    const basis = basisOf(desk);
    const found = await lookForChanges(desk, basis);
    const rows = found.flatMap(({ looked, changes }) => changes.map((change) => ({ case: looked.case, change })));
    const batch = nextBatch(desk.file);
    const name = `${desk.place}-${compactDate(desk.today())}-${String(batch).padStart(4, '0')}`;
    const said = { batch: name, time: timeOf(desk.now()) };
    const file =
      rows.length === 0
        ? null
        : await writeTables(
            rows.map(({ change }) => toldRow(desk, change, said)),
            format,
          );
    const cases = new Set<EventId>(rows.map((row) => row.case)).size;
    keepTold(desk.file, {
      batch: { batch, name, at: new Date(desk.now()).toISOString(), cases, rows: rows.length },
      basis,
      cases: found.map(({ looked }) => looked),
      rows: rows.map(({ case: id, change }) => ({ case: id, told: change })),
    });
    const count = (operation: Change['operation']) =>
      rows.filter(({ change }) => change.operation === operation).length;
    return {
      file:
        file === null
          ? null
          : { fileName: `平台报送-${name}${file.ending}`, base64: Buffer.from(file.bytes).toString('base64') },
      cases,
      rows: { added: count('I'), changed: count('U'), takenBack: count('D') },
      left: countToLookAt(desk.file, { centre: desk.place, basis }),
    };
  } finally {
    busy.delete(desk.file);
  }
}

/** Forgets the last export. Throws ApiError `conflict` where it is not the last. */
export function takeBackExport(desk: Desk, batch: number): PlatformStatus {
  requireCentre(desk);
  if (!takeBackTold(desk.file, batch)) throw new ApiError('conflict', '后面又导出过，只能收回最后一批。');
  return platformStatus(desk);
}
