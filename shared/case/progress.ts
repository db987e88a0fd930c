/** What the steps of a case add up to, and the few changes of it that several steps share. */
import type { EventId, LocalDate, MatterCode, PlaceCode, StaffId } from '../base/brands.ts';
import type { Limit } from '../calendar/limit.ts';
import type { Delivery } from './collector.ts';
import type { MaterialItem, OwedMaterials } from './materials.ts';
import type { Mandate } from './mandate.ts';
import type { Remedies } from './remedies.ts';
import type { CaseState } from './states.ts';
import type { Terms } from './terms.ts';

/** The writer of a step, as the pages show it. */
export interface Actor {
  readonly place: PlaceCode;
  readonly staff: StaffId;
  readonly window: string | null;
}

/** Days on which the clock stood still: working days after `from` up to and including `to`. */
export interface Pause {
  readonly from: LocalDate;
  /** null: still standing. */
  readonly to: LocalDate | null;
  /** 特别程序, 补正 after acceptance, or at the county (a limit that binds the township alone). */
  readonly kind: 'special' | 'supplement' | 'county';
  readonly reason: string;
  /** How long it is planned, and how much longer from a later day; empty where it stands until it is ended. */
  readonly planned: readonly { readonly from: LocalDate; readonly limit: Limit }[];
}

interface Extension {
  readonly on: LocalDate;
  readonly days: number;
  readonly approver: string;
  readonly reason: string;
}

/** One handing-in of papers and the office's first word on it (行政许可法 art. 32). */
export interface Filing {
  readonly from: LocalDate;
  readonly wordOn: LocalDate | null;
}

interface SupplementRequest {
  readonly id: EventId;
  readonly on: LocalDate;
  readonly missing: readonly { readonly name: string; readonly problem: string }[];
  readonly by: LocalDate | null;
  readonly suppliedOn: LocalDate | null;
}

interface CaseResult {
  readonly id: EventId;
  readonly on: LocalDate;
  readonly result: 'approved' | 'rejected' | 'forwarded';
  /** Why not what was asked for; null where it was granted, and where an event of before does not say. */
  readonly reason: string | null;
  readonly kind: 'licence' | 'approval' | 'certificate' | 'payment' | 'other' | null;
  readonly resultNo: string | null;
  readonly issuer: string | null;
  /** Both included; `validTo` null: without an end. */
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
  readonly by: Actor;
}

/** The matter that a case is about by a correction, with what follows from it. */
interface RightMatter {
  readonly matter: MatterCode;
  readonly terms: Terms;
  readonly window: string;
}

/** Moved by one effective step at a time. */
export interface CaseProgress {
  readonly state: CaseState;
  /** By the last correction of the matter; null: it is the one that it was registered under. */
  readonly rightMatter: RightMatter | null;
  /** Where `resumed` and `supplemented` lead back to, innermost last. */
  readonly back: readonly CaseState[];
  readonly materials: readonly MaterialItem[];
  readonly owed: OwedMaterials | null;
  readonly pauses: readonly Pause[];
  readonly filings: readonly Filing[];
  readonly extension: Extension | null;
  readonly supplementRequests: readonly SupplementRequest[];
  /** The centre's receipt: the township's clock looks at this day. null while the case is in the village. */
  readonly receivedOn: LocalDate | null;
  /** The clerk's window at the receipt; null while the case is in the village. */
  readonly receivedBy: Actor | null;
  readonly proxyReceivedOn: LocalDate | null;
  /** What the villager asked a village's agent to do; null: the case began at the centre. */
  readonly mandate: Mandate | null;
  readonly handedOverOn: LocalDate | null;
  /** Hand-over list of the last hand-over. */
  readonly handOverList: string | null;
  readonly returned: { readonly on: LocalDate; readonly reason: string; readonly text: string } | null;
  /** Explicit acceptance. Time's own acceptance is the view's affair. */
  readonly acceptedOn: LocalDate | null;
  /** What the applicant promised at a 容缺受理, kept when the papers have come. */
  readonly acceptedShort: OwedMaterials | null;
  readonly forwardedOn: LocalDate | null;
  readonly result: CaseResult | null;
  readonly deliveredOn: LocalDate | null;
  /** Who took the result, and how. */
  readonly delivery: Delivery | null;
  /** The day a case ended without result: refused, closed, withdrawn or voided. */
  readonly endedOn: LocalDate | null;
  /** How it ended, kept when it is archived; null while it is open or when it was concluded. */
  readonly ended: 'refused' | 'closed' | 'withdrawn' | 'voided' | null;
  readonly endReason: string | null;
  /** Where a person who came to the wrong office was sent. */
  readonly whereToGo: string | null;
  /** What a person to whom something was refused was told to do about it; null where nothing was. */
  readonly remedies: Remedies | null;
  readonly archivedOn: LocalDate | null;
}

/** A case to which nothing has happened; the step that begins it moves this. */
export const NOTHING_YET: CaseProgress = {
  state: 'received',
  rightMatter: null,
  back: [],
  materials: [],
  owed: null,
  pauses: [],
  filings: [],
  extension: null,
  supplementRequests: [],
  receivedOn: null,
  receivedBy: null,
  proxyReceivedOn: null,
  mandate: null,
  handedOverOn: null,
  handOverList: null,
  returned: null,
  acceptedOn: null,
  acceptedShort: null,
  forwardedOn: null,
  result: null,
  deliveredOn: null,
  delivery: null,
  endedOn: null,
  ended: null,
  endReason: null,
  whereToGo: null,
  remedies: null,
  archivedOn: null,
};

/** The office has spoken: the last filing can no longer become accepted by silence. */
export function filingsAnswered(filings: readonly Filing[], on: LocalDate): readonly Filing[] {
  const last = filings.at(-1);
  return last && last.wordOn === null ? [...filings.slice(0, -1), { ...last, wordOn: on }] : filings;
}

/** Every pause of these kinds that still stands ends on this day. */
export const closePauses = (
  pauses: readonly Pause[],
  on: LocalDate,
  kinds: readonly Pause['kind'][],
): readonly Pause[] =>
  pauses.map((pause) => (pause.to === null && kinds.includes(pause.kind) ? { ...pause, to: on } : pause));

/** Back to the state before the innermost interruption. */
export const stateBefore = (p: CaseProgress): Pick<CaseProgress, 'state' | 'back'> => ({
  state: p.back.at(-1) ?? 'received',
  back: p.back.slice(0, -1),
});

/** The case ends without a result: every clock stops. */
export const endWithoutResult =
  (ended: NonNullable<CaseProgress['ended']>) =>
  (p: CaseProgress, s: { readonly on: LocalDate; readonly data: { readonly reason: string } }) => ({
    state: ended,
    back: [],
    ended,
    endedOn: s.on,
    endReason: s.data.reason,
    filings: filingsAnswered(p.filings, s.on),
    pauses: closePauses(p.pauses, s.on, ['special', 'supplement', 'county']),
  });
