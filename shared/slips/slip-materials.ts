/** The papers that a slip names in one cell. What is missing only the centre can say. */
import { type MaterialItem, MaterialListSchema } from '../case/materials.ts';

/** The papers as a case keeps them; null: one is too long or there are too many. */
export function readMaterials(text: string): MaterialItem[] | null {
  const names = text.split(/[、,，;；\n]/u).map((name) => name.trim());
  const items = names.filter((name) => name !== '').map((name) => ({ name, state: 'received' }));
  return MaterialListSchema.safeParse(items).data ?? null;
}
