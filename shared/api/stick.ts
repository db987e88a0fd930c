/** What the pages see of sticks (docs/STICKS.md), at a site and at the county console. Plain JSON, no personal data. */
import { z } from 'zod';
import type { LocalDate, PlaceCode } from '../base/brands.ts';

/** Base64 text of a bundle or a request. */
export const stickFile = z.base64().max(28_000_000);

/** A file to be saved onto the stick. */
export interface StickFile {
  /** Place, day and count: no personal data. */
  readonly fileName: string;
  readonly base64: string;
  readonly bytes: number;
  readonly events: number;
  /** The sender: `county` brings receipts, `site` does not. */
  readonly by: 'county' | 'site';
  /** Pass it as `after` for the next file where one does not hold everything; null at the end. */
  readonly next: string | null;
}

export interface WrittenStick extends StickFile {
  /** Pass it to `stick.saved` once the file lies on the stick: its rows count as copied from then on. */
  readonly id: string;
}

export interface StickLedger {
  readonly place: PlaceCode;
  readonly name: string;
  readonly events: number;
  /** How many of them are here already. */
  readonly known: number;
  /** Cases that the events speak of. */
  readonly cases: number;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  /** In the words of the history: 受理, 办结 …, the most frequent first. */
  readonly kinds: readonly { readonly label: string; readonly count: number }[];
  /** Why none of it may lie in this ledger: the place does not read it. Left out at a site; goes to the held events at the hub. */
  readonly foreign: boolean;
}

/** What is inside, before it is taken. Nothing has changed yet. */
export interface StickPreview {
  readonly sender: {
    readonly kind: 'county' | 'site';
    readonly place: PlaceCode;
    readonly name: string;
    readonly station: string;
    /** Stopped by the county: only the county takes its bundles. */
    readonly revoked: boolean;
  };
  /** ISO instant by the sender's clock. */
  readonly madeAt: string;
  readonly bytes: number;
  readonly events: number;
  readonly known: number;
  readonly ledgers: readonly StickLedger[];
  /** Documents of `county`: catalogue, places, certificates. */
  readonly county: { readonly documents: number; readonly known: number };
  /**
   * The hub's word on what it holds; null in a bundle of a site. `known`: it was taken before. `new-epoch`: the hub was restored, receipts
   * are given anew.
   * `past`: of an epoch that has ended, its receipts don't count.
   */
  readonly receipts: 'newer' | 'known' | 'older' | 'new-epoch' | 'past' | null;
}

export interface StickTaken {
  readonly events: number;
  readonly known: number;
  readonly county: number;
  /** Events that became green by the receipts. */
  readonly received: number;
  /** At the hub: events for a person to decide on. */
  readonly held: number;
  /** At a site: by devices that are not known here, or have no business in the ledger. The county decides on them. */
  readonly leftOut: number;
}

export interface StickStatus {
  /** What runs now; null when nothing does. */
  readonly running: { readonly work: 'write' | 'take'; readonly done: number; readonly total: number } | null;
  /** Events here without a receipt, of them on a stick already, and of them come by stick. */
  readonly unsynced: number;
  readonly copied: number;
  readonly carried: number;
  /** ISO instants; null before the first. */
  readonly lastWritten: string | null;
  readonly lastTaken: string | null;
  /** ISO instant of the hub's newest word, by a line or by stick. */
  readonly lastWord: string | null;
}

/** The first of the two files of an enrolment by stick. */
export interface StickRequest {
  readonly fileName: string;
  readonly base64: string;
  /** `ABCD-EFGH-JKLM`: of this machine's key, to be read out and compared. */
  readonly checkCode: string;
}

/** What an answer would make of this machine. */
export interface StickAnswerPreview {
  readonly place: PlaceCode;
  readonly placeName: string;
  readonly station: string;
  readonly machine: string;
  readonly madeAt: string;
  readonly checkCode: string;
  readonly hubCheckCode: string;
  readonly events: number;
}

/** What the console shows of a machine's request. */
export interface StickRequestPreview {
  readonly machine: string;
  readonly madeAt: string;
  readonly checkCode: string;
  readonly hubCheckCode: string;
  /** The place that this very key was certified for before: the answer will be the same, or, where that was stopped since, a new enrolment. */
  readonly enrolledAs: {
    readonly place: PlaceCode;
    readonly name: string;
    readonly station: string;
    readonly revoked: boolean;
  } | null;
}

/** A stick that came to the hub or was written there. */
export interface StickLogRow {
  readonly at: string;
  readonly way: 'in' | 'out' | 'answer';
  readonly place: PlaceCode;
  readonly placeName: string;
  readonly station: string;
  readonly events: number;
  readonly known: number;
  readonly held: number;
}
