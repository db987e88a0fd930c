/** The contract of a site (township centre or village point): what its pages may ask of the service. */
import { z } from 'zod';
import { EventIdSchema, MatterCodeSchema, PlaceCodeSchema, StaffIdSchema } from '../base/brands.ts';
import { MaterialItemSchema } from '../case/materials.ts';
import { DESPITE_LENGTH } from '../case/registration.ts';
import { RemarkInputSchema } from '../case/remarks/index.ts';
import { SITE_EVENTS } from '../case/site-events.ts';
import { StepInputSchema } from '../case/steps/index.ts';
import { LocalDateSchema } from '../base/local-date.ts';
import { MOST_NAME_CHARACTERS, textToKeep } from '../slips/cell-limit.ts';
import { TypedPersonSchema } from '../person/person.ts';
import type { CaseNo, LocalDate } from '../base/brands.ts';
import { appointmentMethods } from './appointments.ts';
import { BeyondInputSchema } from './beyond.ts';
import type { BeyondRow } from './beyond.ts';
import { CELL_KEYS, type CellKey } from '../slips/slip-fields.ts';
import { CASE_LIST_NAMES, type CaseList } from '../case/case-lists.ts';
import { method } from './contract.ts';
import { jointMethods } from './joint.ts';
import { correctionMethods } from './correction-methods.ts';
import { mandateMethods } from './mandate-methods.ts';
import { platformMethods } from './platform-methods.ts';
import { earlierMethods } from './earlier-methods.ts';
import { stickFile } from './stick.ts';
import type { StickAnswerPreview, StickPreview, StickRequest, StickStatus, StickTaken, WrittenStick } from './stick.ts';
import type {
  CaseDetail,
  CaseRow,
  CountedDue,
  CheckLine,
  DraftBatch,
  DraftRow,
  HandOverList,
  ImportSummary,
  MatterHit,
  Page,
  RecoveryStatus,
  SiteStatus,
  StaffMember,
  SyncStatus,
  VisitorCounts,
} from './rows.ts';
import type { Matter } from '../matter/catalogue.ts';

const nothing = z.strictObject({});
const list = z.enum(CASE_LIST_NAMES as [CaseList, ...CaseList[]]);
const queryText = z.string().max(100).default('');
/** One that is left out is empty. A text that is too long arrives as its mark, and its row is asked about. */
const cell = z.string().transform(textToKeep).default('');
const DraftCellsSchema = z.strictObject(
  Object.fromEntries(CELL_KEYS.map((key) => [key, cell])) as Record<CellKey, typeof cell>,
);

const draftId = z.string().regex(/^[a-z0-9-]{1,40}$/);
const cursor = z.strictObject({ position: z.int().min(0).max(100_000), column: z.enum(CELL_KEYS) });
/** Absolute, on the machine of the program. */
const filePath = z.string().min(1).max(4096);
const machineName = z.string().trim().min(1).max(40);
/** Base64 text of a file of at most 20 MB. */
const fileText = z.base64().max(28_000_000);

export const RegisterSchema = z.strictObject({
  matter: MatterCodeSchema,
  person: TypedPersonSchema,
  materials: z.array(MaterialItemSchema).max(60),
  window: z.string().max(20),
  /** When it happened, for 补录; otherwise the service's today. */
  on: LocalDateSchema.optional(),
  note: z.string().max(500).optional(),
  /** Why, where the applicant does not seem to be one that the matter is for: without it such a registration is refused. */
  despite: z.string().max(DESPITE_LENGTH).optional(),
  /** Steps taken in the same action, in order (受理; 办结; 一次性告知 …). All are on disk or none. */
  steps: z.array(StepInputSchema).max(4).default([]),
});

const filter = {
  list: list.default('all'),
  query: queryText,
  matter: MatterCodeSchema.optional(),
  village: PlaceCodeSchema.optional(),
  from: LocalDateSchema.optional(),
  to: LocalDateSchema.optional(),
};

export const clientMethods = {
  // first run and site
  'site.status': method<SiteStatus>()(nothing, 'open'),
  'site.try': method<SiteStatus>()(z.strictObject({ as: z.enum(['centre', 'village']) }), 'open'),
  'site.enrol': method<SiteStatus>()(
    z.strictObject({
      address: z.string().max(200),
      code: z.string().max(200),
      machine: machineName,
    }),
    'open',
  ),
  /** The same hub at another address, or with a key that was not announced to this site: then with a new code, which tells the key. */
  'site.moveHub': method<SiteStatus>()(
    z.strictObject({
      address: z.string().max(200),
      code: z.string().trim().max(200).default(''),
    }),
    'open',
  ),
  'site.setToday': method<SiteStatus>()(z.strictObject({ today: LocalDateSchema }), 'open'),
  'site.backup': method<{ readonly file: string; readonly bytes: number }>()(nothing, 'staff'),
  /** Why the data file does not open and what there is to go back to; null while it is open. */
  'site.recovery': method<RecoveryStatus | null>()(nothing, 'open'),
  /** Puts a backup in the data file's place: the one at that path, or the newest whole one. What was there is set aside, never deleted. */
  'site.restore': method<{ readonly setAside: boolean }>()(z.strictObject({ file: filePath.optional() }), 'open'),
  /** Integrity of the file, hashes and signatures, chains, the projection against a rebuilt one, receipts. Takes seconds. */
  'site.verify': method<readonly CheckLine[]>()(nothing, 'open'),
  'site.rebuild': method<{ readonly events: number; readonly cases: number }>()(nothing, 'open'),
  /** Answers when something changed since `since` or after about 25 s; pass on the `version` it gave. */
  'site.changes': method<{ readonly version: number; readonly topics: readonly string[] }>()(
    z.strictObject({ since: z.int().min(0) }),
    'open',
  ),

  // visitors who leave without a case
  /** Today's, of the whole place. */
  /** The time of day now, `HH:MM`: a form that asks for one begins with it. */
  'site.minute': method<{ readonly minute: string }>()(nothing, 'staff'),
  'site.visitors': method<VisitorCounts>()(nothing, 'staff'),
  'site.consulted': method<VisitorCounts>()(SITE_EVENTS['site.consulted'].data, 'staff'),
  'site.firstAsked': method<VisitorCounts>()(SITE_EVENTS['site.first-asked'].data, 'staff'),

  ...appointmentMethods,

  // staff at the desk
  'staff.list': method<readonly StaffMember[]>()(nothing, 'open'),
  'staff.choose': method<StaffMember>()(z.strictObject({ id: StaffIdSchema }), 'open'),
  'staff.save': method<StaffMember>()(
    z.strictObject({
      id: StaffIdSchema,
      name: z.string().trim().min(1, '请填姓名').max(30),
      windows: z.array(z.string().max(20)).max(12),
      active: z.boolean().default(true),
    }),
    'open',
  ),

  // catalogue
  'matters.search': method<readonly MatterHit[]>()(
    z.strictObject({
      query: queryText,
      limit: z.int().min(1).max(100).default(12),
      proxyableOnly: z.boolean().default(false),
    }),
    'open',
  ),
  'matters.get': method<Matter>()(z.strictObject({ code: MatterCodeSchema }), 'open'),

  // cases
  'cases.counts': method<Readonly<Record<CaseList, number>>>()(nothing, 'staff'),
  'cases.list': method<Page<CaseRow>>()(
    z.strictObject({ ...filter, after: z.string().max(200).optional(), limit: z.int().min(1).max(200).default(60) }),
    'staff',
  ),
  'cases.get': method<CaseDetail>()(z.strictObject({ case: EventIdSchema }), 'staff'),
  /** What a case has beyond what counts of it. */
  'cases.beyond': method<Page<BeyondRow>>()(BeyondInputSchema, 'staff'),
  ...earlierMethods,
  'cases.register': method<{ readonly case: string; readonly number: CaseNo; readonly detail: CaseDetail }>()(
    RegisterSchema,
    'staff',
  ),
  /** The due days that an acceptance today would have, for the form; `legal` null: the law names no limit. */
  'cases.due': method<CountedDue & { readonly legal: CountedDue | null }>()(
    z.strictObject({ matter: MatterCodeSchema, on: LocalDateSchema.optional() }),
    'staff',
  ),
  'cases.step': method<CaseDetail>()(
    z.strictObject({
      case: EventIdSchema,
      heads: z.array(EventIdSchema).min(1).max(64),
      step: StepInputSchema,
      on: LocalDateSchema.optional(),
    }),
    'staff',
  ),
  /** Many rows from villages received in one action. */
  'cases.receiveMany': method<{ readonly received: number; readonly skipped: number }>()(
    z.strictObject({ cases: z.array(EventIdSchema).min(1).max(500) }),
    'staff',
  ),
  'cases.remark': method<CaseDetail>()(
    z.strictObject({ case: EventIdSchema, about: EventIdSchema, remark: RemarkInputSchema }),
    'staff',
  ),
  ...correctionMethods,
  ...jointMethods,
  ...platformMethods,
  ...mandateMethods,
  'cases.export': method<{ readonly fileName: string; readonly base64: string; readonly rows: number }>()(
    z.strictObject(filter),
    'staff',
  ),

  // the village grid
  'batch.open': method<DraftBatch>()(nothing, 'staff'),
  /** Saves rows as typed; answers them judged. A row with a new id is added. */
  'batch.save': method<{ readonly rows: readonly DraftRow[] }>()(
    z.strictObject({
      rows: z
        .array(
          z.strictObject({
            id: draftId,
            position: z.int().min(0).max(100_000),
            cells: DraftCellsSchema,
            source: z.enum(['typed', 'pasted']),
          }),
        )
        .max(2000),
      cursor: cursor.optional(),
    }),
    'staff',
  ),
  'batch.decide': method<DraftRow>()(
    z.strictObject({ id: draftId, decision: z.enum(['confirm', 'reopen', 'drop', 'restore']) }),
    'staff',
  ),
  /** One slip with several matters becomes several rows; the first keeps the id. */
  'batch.split': method<{ readonly rows: readonly DraftRow[] }>()(
    z.strictObject({ id: draftId, matters: z.array(MatterCodeSchema).min(2).max(6) }),
    'staff',
  ),
  'batch.remove': method<{ readonly removed: number }>()(
    z.strictObject({ ids: z.array(draftId).min(1).max(2000) }),
    'staff',
  ),
  'batch.import': method<ImportSummary>()(
    z.strictObject({ fileName: z.string().min(1).max(MOST_NAME_CHARACTERS), base64: fileText }),
    'staff',
  ),
  /** What finishing now would hand over, for reading back. */
  'batch.totals': method<{
    readonly ready: number;
    readonly asked: number;
    readonly refused: number;
    readonly totals: HandOverList['totals'];
  }>()(nothing, 'staff'),
  /** Every row that is taken or confirmed becomes a case and is handed over; the others stay as drafts. */
  'batch.finish': method<HandOverList>()(nothing, 'staff'),
  'batch.lists': method<readonly { readonly list: string; readonly on: LocalDate; readonly count: number }[]>()(
    nothing,
    'staff',
  ),
  'batch.list': method<HandOverList>()(z.strictObject({ list: z.string().max(60) }), 'staff'),

  // sticks (docs/STICKS.md)
  'stick.status': method<StickStatus>()(nothing, 'open'),
  /** First run: the file that asks the county for a certificate. The same machine asks with the same key again. */
  'stick.request': method<StickRequest>()(z.strictObject({ machine: machineName }), 'open'),
  'stick.answerPreview': method<StickAnswerPreview>()(z.strictObject({ base64: stickFile }), 'open'),
  /** Once a person has compared the check codes. */
  'stick.enrol': method<SiteStatus>()(z.strictObject({ base64: stickFile }), 'open'),
  /**
   * A bundle for the county (all that lacks a receipt, or everything), or for a village that this centre serves. For a village the
   * hub is asked first, so that receipts travel along; without a line it is this machine's own.
   */
  'stick.write': method<WrittenStick>()(
    z.strictObject({
      for: z.union([z.literal('county'), PlaceCodeSchema]).default('county'),
      everything: z.boolean().default(false),
      after: z.string().max(200).optional(),
    }),
    'staff',
  ),
  'stick.saved': method<StickStatus>()(z.strictObject({ id: z.string().max(60) }), 'staff'),
  'stick.preview': method<StickPreview>()(z.strictObject({ base64: stickFile }), 'staff'),
  'stick.take': method<StickTaken>()(z.strictObject({ base64: stickFile }), 'staff'),

  // sync
  'sync.status': method<SyncStatus>()(nothing, 'open'),
  'sync.now': method<SyncStatus>()(nothing, 'open'),
} as const;
export type ClientMethods = typeof clientMethods;
