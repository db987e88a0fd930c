/** What a case has beyond what counts of it: told by its writer, not by what it says. */
import type { BeyondRow } from '../api/beyond.ts';
import type { Page } from '../api/rows.ts';
import type { DeviceId, PlaceCode, StaffId } from '../base/brands.ts';
import type { LedgerEvent, NewerEvent } from '../event/event.ts';
import { labelOf } from './known-types.ts';

interface WriterContext {
  readonly placeName: (code: PlaceCode) => string;
  readonly staffName: (place: PlaceCode, staff: StaffId) => string | null;
  readonly machine: (device: DeviceId) => string;
}

interface Beyond {
  readonly events: readonly (LedgerEvent | NewerEvent)[];
  /** Number of the last one shown; null at the end. */
  readonly next: number | null;
  readonly total: number;
}

export function beyondRows({ events, next, total }: Beyond, context: WriterContext): Page<BeyondRow> {
  const rows = events.map((event): BeyondRow => {
    const { _id: id, by } = event;
    const { device, place, staff } = by as LedgerEvent['by'];
    const writer = {
      placeName: context.placeName(place),
      machine: context.machine(device),
      staffName: context.staffName(place, staff) ?? staff,
    };
    if (event.v !== 1) return { id, label: '要新版程序才能读', on: '', ...writer };
    const { type, on } = event as LedgerEvent;
    return { id, label: labelOf(type), on, ...writer };
  });
  return { rows, next: next === null ? null : String(next), total };
}
