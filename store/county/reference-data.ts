/** The catalogue, places and calendar in force: what the county published if it did, else what ships with the program. */
import { COUNTY_DATABASE, type CountyDoc } from '../../shared/api/device-api.ts';
import { loadCalendar } from '../../shared/calendar/calendar.ts';
import type { Calendar } from '../../shared/calendar/calendar.ts';
import { loadCatalogue } from '../../shared/matter/catalogue.ts';
import type { Catalogue } from '../../shared/matter/catalogue.ts';
import { type HolidayNotice, HolidayNoticeSchema, noticeProblems } from '../../shared/calendar/holiday-notice.ts';
import { loadPlaces } from '../../shared/place/place.ts';
import type { Places } from '../../shared/place/place.ts';
import { holidaysJson, referenceCalendar, referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import { countyDoc, type CountyKind, newestCountyDocs } from './county-docs.ts';
import type { ReadDb } from '../types.ts';

interface InForce {
  readonly catalogue: Catalogue;
  readonly places: Places;
  readonly calendar: Calendar;
}

export interface ReferenceDataReader {
  /** What holds now. */
  now(): InForce;
  /** Looks again when documents of the county came down since the last look. True when something is new. */
  refresh(file: ReadDb): boolean;
}

/** Key of the documents of which a county has one. */
const MAIN = 'main';

/** Starts with what ships with the program; `refresh` reads what the county published. */
export function createReferenceData(): ReferenceDataReader {
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
      const years = newestCountyDocs(file, 'holidays').filter(({ key }) => YEAR.test(key));
      const marks = [...Object.values(found), ...years].map((doc) => doc?._id ?? '').join(' ');
      if (marks === versions) return false;
      versions = marks;
      current = {
        catalogue: read(found.catalogue?.data, loadCatalogue) ?? current.catalogue,
        places: read(found.places?.data, loadPlaces) ?? current.places,
        calendar: calendarOf(found.holidays?.data, years) ?? current.calendar,
      };
      return true;
    },
  };
}

/** A notice of a single year: its document's key. */
const YEAR = /^\d{4}$/;

function noticeOf({ key, data }: CountyDoc): HolidayNotice[] {
  const notice = HolidayNoticeSchema.safeParse(data);
  const sound = notice.success && String(notice.data.year) === key && noticeProblems(notice.data).length === 0;
  return sound ? [notice.data] : [];
}

/** What the county published of all years, or what ships with the program, and the single years that it published since. */
function calendarOf(data: unknown, years: readonly CountyDoc[]): Calendar | null {
  const notices = years.flatMap(noticeOf);
  return (
    read(data ?? holidaysJson, (json) => loadCalendar(json, notices)) ??
    read(holidaysJson, (json) => loadCalendar(json, notices))
  );
}

const newest = (file: ReadDb, kind: CountyKind) => countyDoc(file, kind, MAIN);

/** A document that a newer program published and this one can't read leaves in force what was. */
function read<T>(data: unknown, load: (json: unknown) => T): T | null {
  if (data === undefined) return null;
  try {
    return load(data);
  } catch {
    return null;
  }
}
