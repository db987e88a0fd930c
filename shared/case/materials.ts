/** The papers of a case: which are here, which are missing, which are owed. */
import { z } from 'zod';
import { CaseNoSchema, EventIdSchema, type LocalDate } from '../base/brands.ts';
import { LocalDateSchema } from '../base/local-date.ts';
import { requiredText } from './texts.ts';

export const MATERIAL_STATES = { received: '已收', missing: '缺', 'not-needed': '不需要' } as const;
type MaterialState = keyof typeof MATERIAL_STATES;

/** As the catalogue writes them. */
export const MATERIAL_FORMS = { original: '原件', copy: '复印件', both: '原件核验+复印件' } as const;
export type MaterialForm = keyof typeof MATERIAL_FORMS;

export const MATERIAL_KEPT = { kept: '留存', returned: '已退还' } as const;
type MaterialKept = keyof typeof MATERIAL_KEPT;

export const PAPER_NUMBER_LENGTH = 50;
export const PAGES_AT_MOST = 999;

/** No matter asks for more. */
export const MATERIALS_AT_MOST = 60;
/** Characters in the name of a material. */
const NAME_LENGTH = 120;
export const MaterialNameSchema = requiredText(NAME_LENGTH);

export const MaterialItemSchema = z.strictObject({
  name: MaterialNameSchema,
  state: z.enum(Object.keys(MATERIAL_STATES) as [MaterialState, ...MaterialState[]]),
  copies: z.int().min(0).max(99).optional(),
  /** As it was handed in, where that differs from what the matter asks for. */
  form: z.enum(Object.keys(MATERIAL_FORMS) as [MaterialForm, ...MaterialForm[]]).optional(),
  /** What stands on the paper: of a certificate, a contract. */
  number: z.string().trim().min(1).max(PAPER_NUMBER_LENGTH).optional(),
  pages: z.int('页数应为整数').min(1, '页数至少为 1').max(PAGES_AT_MOST, `页数不能超过 ${PAGES_AT_MOST}`).optional(),
  /** Whether it stays in the file or went back to the applicant. */
  kept: z.enum(Object.keys(MATERIAL_KEPT) as [MaterialKept, ...MaterialKept[]]).optional(),
  /** The last day on which it is valid, as the paper says. */
  validTo: LocalDateSchema.optional(),
  /** Handed in for an earlier case and not asked for again, to which the applicant agreed. `on`: the day on which it was handed in first. */
  reused: z
    .strictObject({ case: EventIdSchema, number: CaseNoSchema, on: LocalDateSchema, agreed: z.literal(true) })
    .optional(),
  note: z.string().max(200).optional(),
});
export type MaterialItem = z.infer<typeof MaterialItemSchema>;
export const MaterialListSchema = z.array(MaterialItemSchema).max(MATERIALS_AT_MOST);

/** Papers that may come later, and until when. */
export interface OwedMaterials {
  readonly items: readonly string[];
  readonly deadline: LocalDate;
}

/** The names of all materials, or of those in one state. */
export const namesOf = (materials: readonly MaterialItem[], state?: MaterialState): readonly string[] =>
  materials.filter((item) => state === undefined || item.state === state).map((item) => item.name);

/** The list with the named ones in this state; names that it lacks are added. */
export function markMaterials(
  materials: readonly MaterialItem[],
  names: readonly string[],
  state: MaterialState,
): readonly MaterialItem[] {
  const wanted = new Set(names);
  const known = new Set(materials.map((item) => item.name));
  return [
    ...materials.map((item) => (wanted.has(item.name) ? { ...item, state } : item)),
    ...[...wanted].filter((name) => !known.has(name)).map((name) => ({ name, state })),
  ];
}

/** Owed papers that were brought are owed no longer; a list without names says that all were brought. */
export function stillOwed(owed: OwedMaterials | null, brought: readonly string[]): OwedMaterials | null {
  if (owed === null || brought.length === 0) return null;
  const items = owed.items.filter((item) => !brought.includes(item));
  return items.length > 0 ? { ...owed, items } : null;
}

/** What is known of a paper beside its name and state, in words; empty where nothing is. */
export function paperFacts({ copies, form, number, pages, kept, validTo, reused, note }: MaterialItem): string[] {
  return [
    form && MATERIAL_FORMS[form],
    copies !== undefined && `${copies} 份`,
    pages !== undefined && `${pages} 页`,
    number && `编号 ${number}`,
    validTo && `有效期至 ${validTo}`,
    kept && MATERIAL_KEPT[kept],
    reused && `沿用 ${reused.on} 为 ${reused.number} 所交，本人同意`,
    note,
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '');
}

/** The paper in another state. What is not here was not used again. */
export function withState({ reused, ...item }: MaterialItem, state: MaterialState): MaterialItem {
  return state === 'received' && reused !== undefined ? { ...item, state, reused } : { ...item, state };
}
