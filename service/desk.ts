/**
 * What the handlers of the contract work with. `Site` is the machine's whole life (first run, enrolment, clock, sync);
 * `Desk` is there once the machine belongs to a place and its file is open. service/site implements both.
 */
import type { LocalDate, PlaceCode } from '../shared/base/brands.ts';
import type { Calendar } from '../shared/calendar/calendar.ts';
import type { Catalogue } from '../shared/matter/catalogue.ts';
import type { Places } from '../shared/place/place.ts';
import type { StaffMember, SiteStatus, SyncStatus, Topic } from '../shared/api/rows.ts';
import type { StickAnswerPreview, StickRequest } from '../shared/api/stick.ts';
import type { Sticks } from './stick/sticks.ts';
import type { Ledger, WriteDb } from '../store/types.ts';

export interface Desk {
  readonly file: WriteDb;
  readonly ledger: Ledger;
  readonly place: PlaceCode;
  /** In force: published by the county if it has, else the built-in reference. */
  readonly catalogue: Catalogue;
  readonly places: Places;
  readonly calendar: Calendar;
  /** The day that steps count for: the answer to "今天是……?" while the clock is wrong, else the clock's day in Shanghai. */
  today(): LocalDate;
  now(): number;
  random(): string;
  /** Tells the pages what changed and lets sync know that there is something to send. */
  wrote(...topics: readonly Topic[]): void;
}

export interface Site {
  /** Null before the first run is through. */
  desk(): Desk | null;
  status(): SiteStatus;
  /** The member of staff at the desk; kept in memory only, chosen anew at every start. */
  staff(): StaffMember | null;
  chooseStaff(member: StaffMember): void;
  tryDemo(as: 'centre' | 'village'): Promise<void>;
  enrol(input: { readonly address: string; readonly code: string; readonly machine: string }): Promise<void>;
  /** Takes another address, or another key, of the same hub. Throws ApiError; nothing changes then. */
  moveHub(input: { readonly address: string; readonly code: string }): Promise<void>;
  /** Enrolment without a line (docs/STICKS.md). */
  requestByStick(machine: string): Promise<StickRequest>;
  previewAnswer(bytes: Buffer): Promise<StickAnswerPreview>;
  enrolByStick(bytes: Buffer): Promise<void>;
  readonly sticks: Sticks;
  setToday(today: LocalDate): void;
  /** An online copy of the data file into the backup folder. */
  backup(): Promise<{ readonly file: string; readonly bytes: number }>;
  /** Waits until something changed since `since`, at most about 25 s. */
  changes(since: number): Promise<{ readonly version: number; readonly topics: readonly string[] }>;
  syncStatus(): SyncStatus;
  syncNow(): Promise<SyncStatus>;
}
