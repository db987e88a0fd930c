/**
 * 代办委托: what a villager has asked an agent to do for them, as a life of its own beside the case (DB14/T 2233, DB3205/T 1077: 受理, 中止, 续办, 终止,
 * 办结). A slip begins it with every power; steps of their own say more. One person holds it at a time: another acts after a hand-over alone.
 *
 *     proxy-received                        held by agent A, every power, nothing said of it
 *     mandate-taken {powers: [hand-in]}     agent A may hand in, and not collect
 *     mandate-handed-over {staff: B}        agent B holds it
 *     delivered, by the centre              fulfilled
 */
import type { LocalDate, PlaceCode, StaffId } from '../base/brands.ts';
import { breach } from './breach.ts';
import type { RuleBreach } from './breach.ts';

/** What an agent may do for a villager. Signing and paying happen on paper or as a remark; the others are steps. */
export const POWERS = {
  'hand-in': '递交材料',
  supplement: '补交材料',
  sign: '签收文书',
  collect: '领取结果',
  pay: '代缴费用',
} as const;
export type Power = keyof typeof POWERS;
export const POWER_NAMES = Object.keys(POWERS) as Power[];

/** How the villager said so. */
export const AGREED = { written: '书面', oral: '口头', phone: '电话' } as const;
type Agreed = keyof typeof AGREED;

export const MANDATE_STATES = {
  'in-force': '代办中',
  suspended: '已中止',
  ended: '已终止',
  fulfilled: '已完成',
} as const;

/** Who acts for the villager: a member of a village's staff, or a centre that took over, then without a name. */
interface Holder {
  readonly place: PlaceCode;
  readonly staff: StaffId | null;
}

export interface Mandate {
  readonly state: keyof typeof MANDATE_STATES;
  readonly holder: Holder;
  readonly powers: readonly Power[];
  /** null: the slip alone says that there is one. */
  readonly how: Agreed | null;
  /** The day it was taken on, and the day it was suspended, ended or fulfilled; null while it is in force. */
  readonly since: LocalDate;
  readonly until: LocalDate | null;
  /** Why it was suspended or ended. */
  readonly reason: string | null;
  /** A step of its own has spoken of it. Of others the fold asks nothing that it did not ask before there were mandates. */
  readonly said: boolean;
}

/** The mandate that a slip begins. `staff`: the agent who wrote it. */
export const mandateOfSlip = (on: LocalDate, place: PlaceCode, staff: StaffId): Mandate => ({
  state: 'in-force',
  holder: { place, staff },
  powers: POWER_NAMES,
  how: null,
  since: on,
  until: null,
  reason: null,
  said: false,
});

const isHeldBy = ({ holder }: Mandate, place: PlaceCode, staff: StaffId): boolean =>
  holder.place === place && holder.staff === staff;

/** The same mandate after it is done: what was ended before stays so. */
export const fulfilled = (mandate: Mandate | null, on: LocalDate): Mandate | null =>
  mandate === null || mandate.state === 'ended' ? mandate : { ...mandate, state: 'fulfilled', until: on, reason: null };

/** Why an agent may not act with this power; null: its holder may, or the case is no village's. */
export function powerBreach(mandate: Pick<Mandate, 'state' | 'powers'> | null, power: Power): RuleBreach | null {
  if (mandate === null) return null;
  if (mandate.state === 'suspended') return breach('mandate', `委托已中止，续办以后才能办“${POWERS[power]}”`, 'type');
  if (mandate.state === 'ended') return breach('mandate', `委托已终止，不能再办“${POWERS[power]}”`, 'type');
  return mandate.powers.includes(power) ? null : breach('mandate', `委托里没有“${POWERS[power]}”，请本人办理`, 'type');
}

/** Why a result may not be handed to an agent; null: it may. */
export const collectBreach = (mandate: Pick<Mandate, 'state' | 'powers' | 'holder'>): RuleBreach | null =>
  mandate.holder.staff === null
    ? breach('mandate', '这一件已由乡镇中心接手，没有代办员代领', 'data.signer')
    : powerBreach(mandate, 'collect');

/** No sub-delegation: why this agent may not act in the holder's stead; null: it is the holder. */
export const holderBreach = (mandate: Mandate | null, place: PlaceCode, staff: StaffId): RuleBreach | null =>
  mandate === null || mandate.state === 'ended' || isHeldBy(mandate, place, staff)
    ? null
    : breach('mandate-holder', '这一件不由这位代办员代办，不能转托；交接以后才能办', 'by.staff');
