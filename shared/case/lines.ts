/** How one field of an event's data is read in the history of a case. */
import { PlaceCodeSchema } from '../base/brands.ts';
import { MATERIAL_STATES, type MaterialItem, paperFacts } from './materials.ts';

export interface Line {
  readonly label: string;
  readonly value: string;
}

export interface LineContext {
  readonly placeName: (code: string) => string;
  readonly matterName: (code: string) => string;
}

/** A field's value in words. It may throw on a value that its schema does not take. */
export type Show = (value: unknown, context: LineContext) => string;

/** The lines of one field; most have one. */
export type LinesOf = (value: unknown, context: LineContext) => readonly Line[];

export const asIs: Show = (value) => String(value);

export const byWord =
  (words: Readonly<Record<string, string>>): Show =>
  (value) =>
    words[String(value)] ?? String(value);

export const withUnit =
  (unit: string): Show =>
  (value) =>
    `${String(value)} ${unit}`.trimEnd();

export const asList: Show = (value) => (value as readonly string[]).join('、');

export const inYuan: Show = (value) => `${(Number(value) / 100).toFixed(2)} 元`;

export const placeInWords: Show = (value, context) => {
  const code = PlaceCodeSchema.safeParse(value);
  return code.success ? context.placeName(code.data) : String(value);
};

export const matterInWords: Show = (value, context) => context.matterName(String(value));

const STATES: Readonly<Record<string, string>> = MATERIAL_STATES;
export const materialsInWords: Show = (value) =>
  (value as readonly MaterialItem[])
    .map((item) => `${item.name}（${[STATES[item.state] ?? item.state, ...paperFacts(item)].join('，')}）`)
    .join('、');

export const gapsInWords: Show = (value) =>
  (value as readonly { name: string; problem: string }[]).map((item) => `${item.name}：${item.problem}`).join('；');

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** One line, or none where nothing is said. A value of another shape than its schema's is shown as it is; never throws. */
export const oneLine =
  (label: string, show: Show): LinesOf =>
  (value, context) => {
    if (isEmpty(value) || (typeof value === 'object' && !Array.isArray(value))) return [];
    try {
      return [{ label, value: show(value, context) }];
    } catch {
      return [{ label, value: JSON.stringify(value) }];
    }
  };

/** The lines of the parts of an object, by the names of the parts. */
export const linesOfParts =
  (parts: Readonly<Record<string, LinesOf>>): LinesOf =>
  (value, context) =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(parts).flatMap(([key, lines]) => lines((value as Record<string, unknown>)[key], context));
