/** The checklist of materials while it is filled in. Pure. */
import type { Matter } from '../../../shared/matter/catalogue.ts';
import type { MaterialItem } from '../../../shared/case/materials.ts';

type MaterialState = MaterialItem['state'];
export type MaterialDraft = Readonly<Record<string, MaterialState>>;

type Material = Matter['materials'][number];

/** At the start the required ones are there, the others are not asked for. */
export function startMaterials(matter: Matter): MaterialDraft {
  return Object.fromEntries(matter.materials.map((item) => [item.name, item.required ? 'received' : 'not-needed']));
}

/** The state of an unticked material: a required one is missing, another one is not needed. */
export const untickedState = (material: Material): MaterialState => (material.required ? 'missing' : 'not-needed');

export function itemsOf(matter: Matter, draft: MaterialDraft): MaterialItem[] {
  return matter.materials.map((material) => {
    const state = draft[material.name] ?? untickedState(material);
    return state === 'received'
      ? { name: material.name, state, copies: material.copies }
      : { name: material.name, state };
  });
}

/** Required materials that are not there. */
export function missingRequired(matter: Matter, draft: MaterialDraft): readonly string[] {
  return matter.materials
    .filter((material) => material.required && draft[material.name] !== 'received')
    .map((material) => material.name);
}
