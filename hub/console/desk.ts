/** What the console's handlers work on. */
import type { EngineStatus } from '../../shared/api/county.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import type { Calendar } from '../../shared/calendar/calendar.ts';
import type { Catalogue } from '../../shared/matter/catalogue.ts';
import type { Places } from '../../shared/place/place.ts';
import type { Ledger, WriteDb } from '../../store/types.ts';
import type { FileHealth } from '../admin/file-health.ts';
import type { HubIdentity } from '../admin/hub-file.ts';

export interface ConsoleDesk {
  readonly file: WriteDb;
  readonly ledger: Ledger;
  readonly hub: HubIdentity;
  readonly version: string;
  readonly engine: () => EngineStatus;
  readonly places: Places;
  /** The calendar in force now: the county may publish a year's holidays while the hub runs. */
  readonly calendar: Calendar;
  readonly catalogue: Catalogue;
  readonly matterName: (code: string) => string;
  readonly now: () => number;
  readonly today: () => LocalDate;
  /** The pin of the TLS key that an enrolment code names. */
  readonly pin: () => string;
  readonly health: FileHealth;
  readonly addresses: () => readonly string[];
}
