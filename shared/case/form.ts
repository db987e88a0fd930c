/** What a form asks, as data: one row a field. The pages draw a widget for each kind of row and know no step by name. */
import type { EventId, LocalDate, PlaceCode } from '../base/brands.ts';
import type { Fields } from './field.ts';
import type { Mandate } from './mandate.ts';
import type { MaterialItem, OwedMaterials } from './materials.ts';
import type { Person } from '../person/person.ts';
import type { PlaceKind } from '../place/place.ts';

/** A material and what is wrong with it. */
export interface Gap {
  readonly name: string;
  readonly problem: string;
}

export type FieldValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | readonly Gap[]
  | readonly MaterialItem[];
export type Values = Readonly<Record<string, FieldValue>>;

/** What is known of the case that a form is about. */
export interface CaseSoFar {
  readonly person: Person;
  readonly owed: OwedMaterials | null;
  /** Who decides the matter, and when it was sent on to them. */
  readonly decidedBy: 'township' | 'county';
  readonly forwardedOn: LocalDate | null;
  /** As far as a form begins with it. */
  readonly platform: {
    readonly system: string;
    readonly number: string;
    readonly queryCode: string | null;
    readonly at: LocalDate;
  } | null;
  /** null: no village's agent acts. */
  readonly mandate: Pick<Mandate, 'state' | 'powers' | 'holder'> | null;
  readonly history: readonly { readonly type: string; readonly effect: string }[];
  /** The round of the rating that a person may give now; null: none. */
  readonly rating: { readonly nextRound: 1 | 2 | null };
  readonly row: { readonly state: string; readonly on: LocalDate };
  /** The steps that exclude each other, where the case is disputed. */
  readonly dispute:
    | readonly {
        readonly id: EventId;
        readonly label: string;
        readonly staff: string;
        readonly place: string;
        readonly on: LocalDate;
      }[]
    | null;
}

export interface FormContext {
  readonly today: LocalDate;
  readonly materials: readonly MaterialItem[];
  readonly window: string;
  /** The present minute, `HH:MM`, where a form asks for a time of day. */
  readonly minute?: string;
  /** Where the form is filled in. */
  readonly at?: PlaceKind | undefined;
  /** The county's name. */
  readonly county?: string;
  /** The day until which owed materials may come at the latest. */
  readonly limit: LocalDate | null;
  /** null while the case is being registered. */
  readonly detail: CaseSoFar | null;
  /** Villages that the centre serves. */
  readonly villages?: readonly { readonly code: PlaceCode; readonly name: string }[];
  /** Names of the centre's windows. */
  readonly windows?: readonly string[];
}

export type Choices = Readonly<Record<string, string>>;

/** One kind of widget each, with what it must know. */
type Widget =
  | { readonly kind: 'text'; readonly lines?: number; readonly start?: (context: FormContext) => string }
  | {
      readonly kind: 'choice';
      readonly options: Choices | ((context: FormContext) => Choices);
      readonly start: string | null | ((context: FormContext) => string | null);
      /** The data keeps the chosen key as a number. An object orders such keys by their size, so the form says which end is offered first. */
      readonly numeric?: 'lowest-first' | 'highest-first';
    }
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
      /** Not before the day on which the case began. */
      readonly sinceCase?: true;
    }
  /** A time of day to the minute; it begins with the present one. */
  | { readonly kind: 'time' }
  | { readonly kind: 'tick'; readonly text: string }
  | {
      readonly kind: 'names';
      readonly from: (context: FormContext) => readonly string[];
      readonly start: (context: FormContext) => readonly string[];
      /** What the form says of a code; absent: the names stand for themselves. */
      readonly words?: Choices;
    }
  /** Codes with their words, of which some are ticked; those that other fields rule out are not kept. */
  | { readonly kind: 'codes'; readonly from: (values: Values) => Choices }
  | { readonly kind: 'village' }
  /** A matter of the catalogue, searched by its name, an everyday word or pinyin. */
  | { readonly kind: 'matter'; readonly proxyableOnly: boolean }
  | { readonly kind: 'gaps' }
  /** The state of each paper of a list; none is added or taken away. */
  | { readonly kind: 'materials' }
  | { readonly kind: 'branches' }
  /** Not asked: it follows from the case and from what else was filled in. */
  | { readonly kind: 'fixed'; readonly value: (context: FormContext, values: Values) => FieldValue };

/** How a form asks for a field. `label` and `optional` follow from the field where they are not given. */
export type Ask = Widget & {
  /** The row's own key, where several rows ask for one field in turn; the field's if left out. */
  readonly key?: string;
  readonly label?: string;
  readonly hint?: string;
  readonly optional?: boolean;
  /** Asked only while this holds of the other rows. */
  readonly when?: (values: Values) => boolean;
};

export type FormRow = Ask & {
  readonly key: string;
  /** The key in the data of the event. */
  readonly field: string;
  readonly label: string;
  readonly optional: boolean;
  /** What the data holds where the row is left blank. */
  readonly blank: 'absent' | 'null' | 'kept';
};

/** The rows of a form that asks for these fields, in their order. */
export function formRowsOf(fields: Fields): readonly FormRow[] {
  return Object.entries(fields).flatMap(([field, { schema, label, form }]) => {
    if ('none' in form) return [];
    const takes = (value: null | undefined) => schema.safeParse(value).success;
    const blank = takes(undefined) ? 'absent' : takes(null) ? 'null' : 'kept';
    const asks: readonly Ask[] = Array.isArray(form) ? form : [form as Ask];
    return asks.map((ask) => ({ key: field, field, label, optional: blank === 'absent', blank, ...ask }) as FormRow);
  });
}

/** The rows that are asked with these values. */
export const rowsAskedNow = (rows: readonly FormRow[], values: Values): readonly FormRow[] =>
  rows.filter((row) => row.when?.(values) ?? true);
