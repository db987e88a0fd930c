/** The catalogue, places and calendar in force: what the county published if it did, else what ships with the program. */
import { COUNTY_DATABASE } from '../../shared/api/hub-door.ts';
import { loadCalendar } from '../../shared/domain/calendar.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import { loadCatalogue } from '../../shared/domain/catalogue.ts';
import type { Catalogue } from '../../shared/domain/catalogue.ts';
import { loadPlaces } from '../../shared/domain/place.ts';
import type { Places } from '../../shared/domain/place.ts';
import { referenceCalendar, referenceCatalogue, referencePlaces } from '../../shared/domain/reference/load.ts';
import { countyDoc } from '../../store/county-docs.ts';
import type { CountyKind } from '../../store/county-docs.ts';
import type { DataFile } from '../../store/types.ts';

interface InForce {
  readonly catalogue: Catalogue;
  readonly places: Places;
  readonly calendar: Calendar;
}

export interface InForceReader {
  /** What holds now. */
  now(): InForce;
  /** Looks again when documents of the county came down since the last look. True when something is new. */
  refresh(file: DataFile): boolean;
}

/** Key of the documents of which a county has one. */
const MAIN = 'main';

/** Starts with what ships with the program; `refresh` reads what the county published. */
export function createInForce(): InForceReader {
  let looked = -1;
  let versions = '';
  let current: InForce = {
    catalogue: referenceCatalogue(),
    places: referencePlaces(),
    calendar: referenceCalendar(),
  };
  return {
    now: () => current,
    refresh(file) {
      const seq = file.store.info(COUNTY_DATABASE).update_seq;
      if (seq === looked) return false;
      looked = seq;
      const found = {
        catalogue: newest(file, 'catalogue'),
        places: newest(file, 'places'),
        holidays: newest(file, 'holidays'),
      };
      const marks = Object.values(found)
        .map((doc) => doc?._id ?? '')
        .join(' ');
      if (marks === versions) return false;
      versions = marks;
      current = {
        catalogue: read(found.catalogue?.data, loadCatalogue) ?? current.catalogue,
        places: read(found.places?.data, loadPlaces) ?? current.places,
        calendar: read(found.holidays?.data, loadCalendar) ?? current.calendar,
      };
      return true;
    },
  };
}

const newest = (file: DataFile, kind: CountyKind) => countyDoc(file, kind, MAIN);

/** A document that a newer program published and this one can't read leaves in force what was. */
function read<T>(data: unknown, load: (json: unknown) => T): T | null {
  if (data === undefined) return null;
  try {
    return load(data);
  } catch {
    return null;
  }
}
