/** What a form asks, as data. One row a field; the form is drawn and read from the rows alone. */
import type { CaseDetail, SiteStatus } from '../../../shared/api/rows.ts';
import type { LocalDate } from '../../../shared/domain/brands.ts';
import type { MaterialItem } from '../../../shared/domain/event-types.ts';

export interface Gap {
  readonly name: string;
  readonly problem: string;
}

export type FieldValue = string | number | boolean | null | readonly string[] | readonly Gap[];
export type Values = Readonly<Record<string, FieldValue>>;

/** What a form knows of the case it is about. A case that is being registered has no detail yet. */
export interface FormContext {
  readonly today: LocalDate;
  readonly materials: readonly MaterialItem[];
  readonly window: string;
  /** The day until which owed materials may come at the latest. */
  readonly limit: LocalDate | null;
  readonly detail: CaseDetail | null;
  /** Villages that the centre serves. */
  readonly villages?: SiteStatus['villages'];
}

interface Base {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  /** Asked only while this holds of the other fields. */
  readonly when?: (values: Values) => boolean;
}

export type FieldSpec = Base &
  (
    | { readonly kind: 'text'; readonly lines?: number; readonly start?: (context: FormContext) => string }
    | { readonly kind: 'choice'; readonly options: Readonly<Record<string, string>>; readonly start: string | null }
    | {
        readonly kind: 'number';
        readonly min: number;
        readonly max: number;
        readonly start?: number;
        readonly unit: string;
      }
    | { readonly kind: 'yuan' }
    | {
        readonly kind: 'date';
        readonly lean: 'past' | 'future';
        readonly start: (context: FormContext) => LocalDate | null;
      }
    | { readonly kind: 'tick'; readonly text: string }
    | {
        readonly kind: 'names';
        readonly from: (context: FormContext) => readonly string[];
        readonly start: (context: FormContext) => readonly string[];
      }
    | { readonly kind: 'village' }
    | { readonly kind: 'gaps' }
    | { readonly kind: 'branches' }
    | { readonly kind: 'fixed'; readonly value: (context: FormContext) => FieldValue }
  );

export const askedOf = (specs: readonly FieldSpec[], values: Values): readonly FieldSpec[] =>
  specs.filter((spec) => spec.when?.(values) ?? true);

export const namesOf = (materials: readonly MaterialItem[], state?: MaterialItem['state']): readonly string[] =>
  materials.filter((item) => state === undefined || item.state === state).map((item) => item.name);
