/** The checklist of materials while it is filled in. Pure. */
import type { OfferedPaper } from '../../../shared/api/offered-paper.ts';
import type { Matter } from '../../../shared/matter/catalogue.ts';
import type { MaterialItem } from '../../../shared/case/materials.ts';

type MaterialState = MaterialItem['state'];
export type MaterialDraft = Readonly<Record<string, MaterialItem>>;

type Material = Matter['materials'][number];

/** The state of an unticked material: a required one is missing, another one is not needed. */
export const untickedState = (material: Material): MaterialState => (material.required ? 'missing' : 'not-needed');

/** The material as it is handed in where nothing else is said. */
export const handedIn = ({ name, copies }: Material): MaterialItem => ({ name, state: 'received', copies });

/** The material that is not there, or not asked for. */
export const without = ({ name }: Material, state: MaterialState): MaterialItem => ({ name, state });

/** As it was handed in for an earlier case, with the applicant's consent. */
export const usedAgain = ({ name }: Material, { case: from, number, on }: OfferedPaper): MaterialItem => ({
  name,
  state: 'received',
  reused: { case: from, number, on, agreed: true },
});

/** At the start the required ones are there, the others are not asked for. */
export function startMaterials(matter: Matter): MaterialDraft {
  return Object.fromEntries(
    matter.materials.map((item) => [item.name, item.required ? handedIn(item) : without(item, 'not-needed')]),
  );
}

/** The draft for the person who stands there now: what another person handed in is of no use, and is missing again. */
export function forPerson(matter: Matter, draft: MaterialDraft, offers: readonly OfferedPaper[]): MaterialDraft {
  const offered = new Map(offers.map(({ name, case: from }) => [name, from]));
  return Object.fromEntries(
    matter.materials.map((material) => {
      const item = draft[material.name] ?? without(material, untickedState(material));
      const isLost = item.reused !== undefined && offered.get(material.name) !== item.reused.case;
      return [material.name, isLost ? without(material, untickedState(material)) : item];
    }),
  );
}

export const itemsOf = (matter: Matter, draft: MaterialDraft): MaterialItem[] =>
  matter.materials.map((material) => draft[material.name] ?? without(material, untickedState(material)));

/** Required materials that are not there. */
export function missingRequired(matter: Matter, draft: MaterialDraft): readonly string[] {
  return matter.materials
    .filter((material) => material.required && draft[material.name]?.state !== 'received')
    .map((material) => material.name);
}
