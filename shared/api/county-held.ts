/** What the county console shows of held events (LEDGER §6), and what a person decides about them. */
import { z } from 'zod';
import { DeviceIdSchema, EventIdSchema, PlaceCodeSchema } from '../base/brands.ts';
import type { DeviceId, EventId, LocalDate } from '../base/brands.ts';
import { method } from './contract.ts';
import type { Line } from '../case/lines.ts';
import type { Page } from './rows.ts';

/** Why a record was not put into the ledger it came for. */
export const HELD_REASONS = {
  carrier: '送来的电脑不管这个台账',
  author: '写记录的电脑不属于这个台账',
  place: '记录上写的地方不是这台电脑登记的地方',
  revoked: '电脑停用后才送到，没有别的记录证明停用前就有',
  gaps: '这台电脑的记录缺号太多，缺的到齐前先放在这里',
} as const;
export type HeldReason = keyof typeof HELD_REASONS;

/** Groups of one decision: some hundreds of events, which take a second. */
export const MOST_HELD_KEYS = 200;

export const HELD_LISTS = { waiting: '待决定', admitted: '已收入台账', 'kept-out': '不收入台账' } as const;
export type HeldList = keyof typeof HELD_LISTS;

/** One device's records of one case for one ledger, as far as they were decided together. `seenTo` = the newest of them that was shown. */
const HeldKeySchema = z.strictObject({
  ledger: PlaceCodeSchema,
  device: DeviceIdSchema,
  /** '' for records that belong to no case. */
  case: EventIdSchema.or(z.literal('')),
  decidedAt: z.iso.datetime().or(z.literal('')),
  seenTo: z.iso.datetime(),
});
export type HeldKey = z.infer<typeof HeldKeySchema>;

export interface HeldGroup {
  readonly key: HeldKey;
  readonly ledgerName: string;
  /** The device that wrote them. */
  readonly device: DeviceId;
  readonly placeName: string;
  readonly machine: string;
  readonly revokedAt: string | null;
  /** The places of the devices that brought them. */
  readonly carriers: readonly string[];
  readonly why: readonly HeldReason[];
  readonly events: number;
  /** What they are, in words, each kind once. */
  readonly labels: readonly string[];
  readonly name: string | null;
  readonly number: string | null;
  readonly matterName: string | null;
  readonly decision: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

export interface HeldEvent {
  readonly id: EventId;
  readonly label: string;
  readonly on: LocalDate | '';
  readonly at: string;
  readonly arrivedAt: string;
  readonly staffName: string;
  readonly lines: readonly Line[];
}

export interface HeldDetail extends HeldGroup {
  readonly records: readonly HeldEvent[];
  /** `here`: the case is in the ledger. `begins`: it begins with these records. `missing`: its first record is nowhere yet. `none`: no case. */
  readonly caseIs: 'here' | 'begins' | 'missing' | 'none';
}

/** What waits because of one device: it wrote it, or brought it where it has no business. */
export interface HeldDevice {
  readonly device: DeviceId;
  readonly placeName: string;
  readonly machine: string;
  readonly revokedAt: string | null;
  readonly groups: number;
  readonly events: number;
  /** For which places' ledgers. */
  readonly ledgerNames: readonly string[];
  /** When the newest of them arrived: what comes later is not decided with them. */
  readonly seenTo: string;
}

export interface DecidedOfDevice {
  readonly events: number;
  /** Groups that are still to be decided: ask again. */
  readonly left: number;
  /** Groups that can't be let in, as the county has no such place. */
  readonly nowhere: number;
}

const DECISION = {
  decision: z.enum(['admit', 'keep-out']),
  by: z.string().trim().min(1, '请填经办人姓名').max(30),
  reason: z.string().trim().min(1, '请写明理由').max(300),
} as const;

export const heldMethods = {
  'county.held': method<Page<HeldGroup>>()(
    z.strictObject({
      list: z.enum(Object.keys(HELD_LISTS) as [HeldList, ...HeldList[]]),
      query: z.string().max(100).default(''),
      after: z.string().max(200).optional(),
      limit: z.int().min(1).max(200).default(60),
    }),
    'county',
  ),
  'county.heldDetail': method<HeldDetail>()(z.strictObject({ key: HeldKeySchema }), 'county'),
  /** Into the ledger for good, or kept out until a person decides otherwise. All of them or, where another person has decided one already, none. */
  'county.decideHeld': method<{ readonly events: number }>()(
    z.strictObject({
      keys: z.array(HeldKeySchema).min(1).max(MOST_HELD_KEYS, `一次最多决定 ${MOST_HELD_KEYS} 组`),
      ...DECISION,
    }),
    'county',
  ),
  /** Devices that are the reason why something waits, those of most groups first. */
  'county.heldDevices': method<readonly HeldDevice[]>()(z.strictObject({}), 'county'),
  /** A part of all that waits because of a device, as far as it was shown: whole groups, all of the part or none. To be asked until nothing is left. */
  'county.decideDevice': method<DecidedOfDevice>()(
    z.strictObject({ device: DeviceIdSchema, seenTo: z.iso.datetime(), ...DECISION }),
    'county',
  ),
} as const;
