/** The part of a site's contract that keeps people from keying a case twice (docs/PLATFORM.md). */
import { z } from 'zod';
import { type CaseNo, type EventId, EventIdSchema } from '../base/brands.ts';
import type { CopyField } from '../platform/copy-sheet.ts';
import { MOST_NAME_CHARACTERS } from '../slips/cell-limit.ts';
import { method } from './contract.ts';

export const PLATFORM_FORMATS = { xlsx: 'Excel 表格', csv: 'CSV（压缩包）', json: 'JSON' } as const;
export type PlatformFormat = keyof typeof PLATFORM_FORMATS;

export interface PlatformStatus {
  /** Cases that may have changed since the platform was last told of them. */
  readonly toLookAt: number;
  /** The last exports, the newest first. */
  readonly batches: readonly {
    readonly batch: number;
    readonly name: string;
    readonly at: string;
    readonly cases: number;
    readonly rows: number;
  }[];
}

export interface PlatformExported {
  /** null: nothing changed. */
  readonly file: { readonly fileName: string; readonly base64: string } | null;
  readonly cases: number;
  readonly rows: { readonly added: number; readonly changed: number; readonly takenBack: number };
  /** Cases for the next file. */
  readonly left: number;
}

/** One case of the platform's list, as it stands to those here. */
export interface PlatformListRow {
  readonly sheet: string;
  readonly row: number;
  readonly number: string;
  readonly name: string;
  /** new: the same case here, without a number yet; known: linked already; differs: something is otherwise there and here; unknown: none here, or none for certain. */
  readonly is: 'new' | 'known' | 'differs' | 'unknown';
  readonly case: EventId | null;
  readonly caseNumber: CaseNo | null;
  /** What differs, or why it is not known, in words. */
  readonly notes: readonly string[];
}

export interface PlatformImported {
  /** Links that were written. */
  readonly linked: number;
  readonly counts: Readonly<Record<PlatformListRow['is'] | 'withoutNumber', number>>;
  /** Those that a person looks at, some hundreds of each kind at most. */
  readonly rows: readonly PlatformListRow[];
}

/** Base64 text of a file of at most 20 MB. */
const fileText = z.base64().max(28_000_000);

const formats = z.enum(Object.keys(PLATFORM_FORMATS) as [PlatformFormat, ...PlatformFormat[]]);

export const platformMethods = {
  'platform.status': method<PlatformStatus>()(z.strictObject({}), 'staff'),
  /** What a person types into the platform of a case, in its order. */
  'platform.sheet': method<{ readonly fields: readonly CopyField[] }>()(
    z.strictObject({ case: EventIdSchema }),
    'staff',
  ),
  /** What the platform's list would link, and what differs; with `write` the new links are written. Nothing is overwritten, and a second time writes nothing. */
  'platform.import': method<PlatformImported>()(
    z.strictObject({
      fileName: z.string().min(1).max(MOST_NAME_CHARACTERS),
      base64: fileText,
      write: z.boolean().default(false),
    }),
    'staff',
  ),
  /** What changed since the last export, as a file; it counts as told. */
  'platform.export': method<PlatformExported>()(z.strictObject({ format: formats.default('xlsx') }), 'staff'),
  /** The last export was not handed in: its rows are told again with the next. */
  'platform.takeBack': method<PlatformStatus>()(z.strictObject({ batch: z.int().min(1) }), 'staff'),
} as const;
