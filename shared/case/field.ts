/**
 * A field of an event's data, said once: what it may hold, what people call it, how a form asks for it and how history shows it. The functions
 * here make the usual kinds; a field that is none of them is written out.
 */
import { z } from 'zod';
import { LocalDateSchema } from '../base/local-date.ts';
import type { Ask, Choices, FormContext } from './form.ts';
import { gapsInWords, byWord, asList, oneLine, asIs, withUnit } from './lines.ts';
import type { LinesOf, Show } from './lines.ts';
import { MATERIALS_AT_MOST, MaterialNameSchema } from './materials.ts';
import { requiredText } from './texts.ts';

/** Left out on purpose, and why. */
export interface Omitted {
  readonly none: string;
}

export interface Field<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly label: string;
  readonly form: Ask | readonly Ask[] | Omitted;
  readonly lines: LinesOf | Omitted;
}
export type Fields = Readonly<Record<string, Field>>;

type Shape<F extends Fields> = { -readonly [K in keyof F]: F[K]['schema'] };
export type DataSchema<F extends Fields> = z.ZodObject<Shape<F>, z.core.$strict>;
export type DataOf<F extends Fields> = z.output<DataSchema<F>>;

export const schemaOf = <F extends Fields>(fields: F): DataSchema<F> =>
  z.strictObject(
    Object.fromEntries(Object.entries(fields).map(([key, { schema }]) => [key, schema])) as Shape<F>,
  ) as DataSchema<F>;

/** A field written out. `show`: how its value is read in history; or why it is not. */
export const field = <S extends z.ZodType>(
  schema: S,
  { label, form, show }: { readonly label: string; readonly form: Field['form']; readonly show: Show | Omitted },
): Field<S> => ({ schema, label, form, lines: typeof show === 'function' ? oneLine(label, show) : show });

interface Asked {
  readonly label: string;
  readonly hint?: string;
  /** Asked only while this holds of the other fields of the form. */
  readonly when?: NonNullable<Ask['when']>;
}

interface TextAsked extends Asked {
  readonly max: number;
  /** Rows of a larger box. */
  readonly lines?: number;
  readonly start?: (context: FormContext) => string;
}

/** A text that must say something. */
export const text = ({ label, max, ...ask }: TextAsked): Field<z.ZodString> =>
  field(requiredText(max), { label, form: { kind: 'text', ...ask }, show: asIs });

/** A text that may be left out. */
export const optionalText = ({ label, max, ...ask }: TextAsked): Field<z.ZodOptional<z.ZodString>> =>
  field(z.string().max(max).optional(), { label, form: { kind: 'text', ...ask }, show: asIs });

interface ChoiceAsked<K extends string> extends Asked {
  readonly options: Readonly<Record<K, string>>;
  /** What is chosen when the form opens; null: nothing. */
  readonly start: NoInfer<K> | null;
}
type ChoiceSchema<K extends string> = z.ZodEnum<{ [Key in K]: Key }>;

/** One of several words. */
export const choice = <K extends string>({ label, options, ...ask }: ChoiceAsked<K>): Field<ChoiceSchema<K>> =>
  field(z.enum(Object.keys(options) as K[]) as unknown as ChoiceSchema<K>, {
    label,
    form: { kind: 'choice', options, ...ask },
    show: byWord(options),
  });

interface NumberAsked extends Asked {
  readonly min: number;
  readonly max: number;
  readonly start?: number;
  readonly unit: string;
}

const wholeNumber = ({ min, max }: NumberAsked): z.ZodInt => {
  const error = `应为 ${min} 到 ${max} 之间的整数`;
  return z.int(error).min(min, error).max(max, error);
};

/** A whole number. */
export const number = ({ label, ...ask }: NumberAsked): Field<z.ZodInt> =>
  field(wholeNumber({ label, ...ask }), { label, form: { kind: 'number', ...ask }, show: withUnit(ask.unit) });

/** A whole number that may be left out. */
export const optionalNumber = ({ label, ...ask }: NumberAsked): Field<z.ZodOptional<z.ZodInt>> =>
  field(wholeNumber({ label, ...ask }).optional(), {
    label,
    form: { kind: 'number', ...ask },
    show: withUnit(ask.unit),
  });

interface DateAsked extends Asked {
  readonly lean: 'past' | 'future';
  readonly start: Extract<Ask, { kind: 'date' }>['start'];
  /** Not before the day on which the case began. */
  readonly sinceCase?: true;
}

export const date = ({ label, ...ask }: DateAsked): Field<typeof LocalDateSchema> =>
  field(LocalDateSchema, { label, form: { kind: 'date', ...ask }, show: asIs });

export const optionalDate = ({ label, ...ask }: DateAsked): Field<z.ZodOptional<typeof LocalDateSchema>> =>
  field(LocalDateSchema.optional(), { label, form: { kind: 'date', ...ask }, show: asIs });

interface NamesAsked extends Asked {
  readonly from: (context: FormContext) => readonly string[];
  readonly start: (context: FormContext) => readonly string[];
}

/** Names of materials, ticked in a list. `least`: what is said of an empty list. */
export const materialNames = ({
  label,
  least,
  ...ask
}: NamesAsked & { readonly least?: string }): Field<z.ZodArray<typeof MaterialNameSchema>> => {
  const names = z.array(MaterialNameSchema);
  return field((least === undefined ? names : names.min(1, least)).max(MATERIALS_AT_MOST), {
    label,
    form: { kind: 'names', ...ask },
    show: asList,
  });
};

const GapSchema = z.strictObject({ name: MaterialNameSchema, problem: requiredText(200) });

/** Materials with what is wrong with each. */
export const gaps = ({
  label,
  least,
  ...ask
}: Asked & { readonly least: string }): Field<z.ZodArray<typeof GapSchema>> =>
  field(z.array(GapSchema).min(1, least).max(MATERIALS_AT_MOST), {
    label,
    form: { kind: 'gaps', ...ask },
    show: gapsInWords,
  });

/** What a person adds in words; most steps have it. */
export const note = optionalText({ label: '备注', max: 500 });

/** Why a step was taken. */
export const reason = (label: string) => text({ label, max: 300, lines: 2 });

export const choicesOf = (words: readonly string[]): Choices => Object.fromEntries(words.map((word) => [word, word]));
