/** The papers of a case: which are here, which are missing, which are owed. */
import { z } from 'zod';
import type { LocalDate } from '../base/brands.ts';
import { requiredText } from './texts.ts';

export const MATERIAL_STATES = { received: '已收', missing: '缺', 'not-needed': '不需要' } as const;
type MaterialState = keyof typeof MATERIAL_STATES;

/** No matter asks for more. */
export const MATERIALS_AT_MOST = 60;
/** Characters in the name of a material. */
const NAME_LENGTH = 120;
export const MaterialNameSchema = requiredText(NAME_LENGTH);

export const MaterialItemSchema = z.strictObject({
  name: MaterialNameSchema,
  state: z.enum(Object.keys(MATERIAL_STATES) as [MaterialState, ...MaterialState[]]),
  copies: z.int().min(0).max(99).optional(),
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
