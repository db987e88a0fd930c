/** The contract of the county console: what its pages may ask of the hub. */
import { z } from 'zod';
import { DeviceIdSchema, EventIdSchema, MatterCodeSchema, PlaceCodeSchema } from '../base/brands.ts';
import { CONSOLE_FIGURES } from '../case/figures.ts';
import type { ConsoleFigure } from '../case/figures.ts';
import { LocalDateSchema } from '../base/local-date.ts';
import type { DeviceId, LocalDate, PlaceCode } from '../base/brands.ts';
import { BeyondInputSchema } from './beyond.ts';
import type { BeyondRow } from './beyond.ts';
import { method } from './contract.ts';
import { heldMethods } from './county-held.ts';
import { stickFile } from './stick.ts';
import type { StickFile, StickLogRow, StickPreview, StickRequestPreview, StickTaken } from './stick.ts';
import type { CaseDetail, CaseRow, Page } from './rows.ts';

const nothing = z.strictObject({});

export interface FigureLine {
  /** Code of the centre, matter or village. */
  readonly key: string;
  readonly name: string;
  readonly figures: Readonly<Record<ConsoleFigure, number>>;
  /** Concluded ÷ received in percent with two decimals, e.g. `96.58`; null with nothing received. */
  readonly rate: string | null;
}

export interface FigureTable {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly by: 'centre' | 'matter' | 'village';
  readonly lines: readonly FigureLine[];
  readonly total: FigureLine;
  /** The first year whose notice would decide what is overdue in the period and is not known; null where all are. */
  readonly noticeMissing: number | null;
}

export interface SiteRow {
  readonly place: PlaceCode;
  readonly name: string;
  readonly kind: 'centre' | 'village';
  readonly centreName: string | null;
  readonly devices: number;
  /** ISO instant of the last pulse of any device of the place; null when never seen. */
  readonly lastSeen: string | null;
  readonly events: number;
  /** Events whose predecessor in the device's chain is not here: something is missing. */
  readonly missing: number;
  /** What the devices said they still hold, at their last contact. */
  readonly reportedUnsynced: number | null;
  readonly questions: number;
}

export interface DeviceRow {
  readonly device: DeviceId;
  readonly place: PlaceCode;
  readonly placeName: string;
  readonly station: string;
  readonly machine: string;
  readonly enrolledAt: string;
  readonly lastSeen: string | null;
  readonly version: string | null;
  readonly revokedAt: string | null;
  readonly cloneSuspected: boolean;
}

/** Where the protocol's databases lie, and how they stand with the hub's own file (docs/HUB.md). */
export type EngineStatus =
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'couchdb';
      readonly connected: boolean;
      /** ISO instant since when it is so. */
      readonly since: string;
      /** Documents that CouchDB has not acknowledged yet. */
      readonly waiting: number;
      /** Databases that are still to be compared with the hub's file. */
      readonly reconciling: number;
      /** What is wrong, in one sentence; null while nothing is. */
      readonly problem: string | null;
    };

/** How the hub stands with its backups (docs/OPERATE.md). */
export interface BackupStatus {
  /** ISO instant of the newest that was read through and found whole; null before the first. */
  readonly lastAt: string | null;
  /** True when one is due that was not made. */
  readonly overdue: boolean;
}

export interface CountyStatus {
  readonly county: string;
  readonly today: LocalDate;
  readonly epoch: string;
  readonly events: number;
  readonly cases: number;
  /** Cases that were just handed in and whose rows are still being made: the figures lack them for a moment. */
  readonly due: number;
  /** Groups of records kept aside that wait for a decision. */
  readonly heldWaiting: number;
  readonly version: string;
  readonly engine: EngineStatus;
  readonly backup: BackupStatus;
  /** What keeps the hub from storing what is handed in, in one sentence; null while nothing does. */
  readonly trouble: string | null;
  /** As in SiteStatus. */
  readonly noticeMissing: number | null;
}

const period = { from: LocalDateSchema, to: LocalDateSchema };

export const countyMethods = {
  ...heldMethods,
  'county.signIn': method<{ readonly session: string; readonly expiresAt: string }>()(
    z.strictObject({ secret: z.string().min(1).max(200) }),
    'open',
  ),
  'county.signOut': method<{ readonly done: true }>()(nothing, 'county'),
  'county.status': method<CountyStatus>()(nothing, 'county'),
  'county.figures': method<FigureTable>()(
    z.strictObject({ ...period, by: z.enum(['centre', 'matter', 'village']), centre: PlaceCodeSchema.optional() }),
    'county',
  ),
  'county.cases': method<Page<CaseRow>>()(
    z.strictObject({
      ...period,
      figure: z.enum(Object.keys(CONSOLE_FIGURES) as [ConsoleFigure, ...ConsoleFigure[]]),
      centre: PlaceCodeSchema.optional(),
      matter: MatterCodeSchema.optional(),
      village: PlaceCodeSchema.optional(),
      query: z.string().max(100).default(''),
      after: z.string().max(200).optional(),
      limit: z.int().min(1).max(200).default(60),
    }),
    'county',
  ),
  'county.case': method<CaseDetail>()(z.strictObject({ case: EventIdSchema }), 'county'),
  'county.caseBeyond': method<Page<BeyondRow>>()(BeyondInputSchema, 'county'),
  /** The county asks the place about a step; the question flows down with the ledger. */
  'county.question': method<CaseDetail>()(
    z.strictObject({
      case: EventIdSchema,
      about: EventIdSchema,
      text: z.string().trim().min(1, '请写明问题').max(400),
    }),
    'county',
  ),
  'county.export': method<{ readonly fileName: string; readonly base64: string; readonly rows: number }>()(
    z.strictObject({ ...period, by: z.enum(['centre', 'matter', 'village']) }),
    'county',
  ),
  'county.sites': method<readonly SiteRow[]>()(nothing, 'county'),
  'county.devices': method<readonly DeviceRow[]>()(nothing, 'county'),
  /** A code is shown once, lives 72 hours, enrols one machine, locks after 5 failures. */
  'county.createCode': method<{
    readonly code: string;
    readonly place: PlaceCode;
    readonly placeName: string;
    readonly expiresAt: string;
    /** Of the hub, as a site may enter them, best first. */
    readonly addresses: readonly string[];
  }>()(z.strictObject({ place: PlaceCodeSchema }), 'county'),
  'county.codes': method<
    readonly {
      readonly id: string;
      readonly place: PlaceCode;
      readonly placeName: string;
      readonly createdAt: string;
      readonly expiresAt: string;
      readonly state: 'open' | 'used' | 'locked' | 'expired' | 'cancelled';
    }[]
  >()(nothing, 'county'),
  'county.cancelCode': method<{ readonly done: true }>()(z.strictObject({ id: z.string().max(40) }), 'county'),
  'county.revoke': method<DeviceRow>()(
    z.strictObject({ device: DeviceIdSchema, reason: z.string().trim().min(1, '请写明停用原因').max(200) }),
    'county',
  ),
  // sticks (docs/STICKS.md)
  'county.stickPreview': method<StickPreview>()(z.strictObject({ base64: stickFile }), 'county'),
  'county.stickTake': method<StickTaken>()(z.strictObject({ base64: stickFile }), 'county'),
  /** What the place has not said to hold, or everything; with receipts. */
  'county.stickWrite': method<StickFile>()(
    z.strictObject({
      place: PlaceCodeSchema,
      everything: z.boolean().default(false),
      after: z.string().max(200).optional(),
    }),
    'county',
  ),
  'county.stickRequest': method<StickRequestPreview>()(z.strictObject({ base64: stickFile }), 'county'),
  'county.stickAnswer': method<StickFile & { readonly checkCode: string; readonly hubCheckCode: string }>()(
    z.strictObject({ base64: stickFile, place: PlaceCodeSchema }),
    'county',
  ),
  /** The last hundred, the newest first. */
  'county.sticks': method<readonly StickLogRow[]>()(nothing, 'county'),
  'county.places': method<
    readonly {
      readonly code: PlaceCode;
      readonly name: string;
      readonly kind: 'centre' | 'village';
      readonly centre: PlaceCode | null;
    }[]
  >()(nothing, 'county'),
} as const;
export type CountyMethods = typeof countyMethods;
