/** A case registered at the centre's window, with the steps taken in the same action: all of it is on disk, or none. */
import type { z } from 'zod';
import type { RegisterSchema } from '../../shared/api/client.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { CaseNo } from '../../shared/base/brands.ts';
import { termsOf } from '../../shared/matter/catalogue.ts';
import { placeKind } from '../../shared/place/place.ts';
import type { Desk } from '../desk.ts';
import { keptPerson } from './person.ts';
import type { FoldedCase } from '../../store/types.ts';
import { checkDay, insistOn, type StepBy } from './take-step.ts';

type Registration = z.output<typeof RegisterSchema>;

/** Throws ApiError: an unknown matter or material, a future day, a step that the case does not allow. */
export function registerCase(desk: Desk, input: Registration, by: StepBy): FoldedCase & { readonly number: CaseNo } {
  if (placeKind(desk.place) !== 'centre') throw new ApiError('not-allowed', '村级代办点请用“批量登记”。');
  const matter = desk.catalogue.matter(input.matter);
  const terms = termsOf(desk.catalogue, input.matter);
  if (matter === undefined || terms === undefined) throw new ApiError('bad-input', '目录里没有这个事项。', 'matter');
  const known = new Set(matter.materials.map((material) => material.name));
  const unknown = input.materials.find((item) => !known.has(item.name));
  if (unknown !== undefined)
    throw new ApiError('bad-input', `“${unknown.name}”不在这个事项的材料清单里。`, 'materials');
  const person = keptPerson(desk, input.person);
  const on = checkDay(desk, input.on);
  const identity = desk.ledger.identity();
  if (identity === null) throw new ApiError('not-enrolled');

  const made = desk.ledger.transaction(() => {
    const number = desk.ledger.nextNumber(desk.place, on, identity.station);
    const first = desk.ledger.append({
      ledger: desk.place,
      type: 'received',
      on,
      data: {
        number,
        matter: input.matter,
        terms,
        person,
        materials: input.materials,
        window: input.window,
        ...(on < desk.today() ? { backdated: true } : {}),
        ...(input.note === undefined || input.note === '' ? {} : { note: input.note }),
      },
      staff: by.staff,
      window: by.window,
    });
    let last = first.id;
    const steps = input.steps.map(({ type, data }) => {
      const event = { ledger: desk.place, type, case: first.id, after: [last], on, data, ...by };
      last = desk.ledger.append(event).id;
      return last;
    });
    return { number, ...insistOn(desk, first.id, steps) };
  });
  desk.wrote('cases');
  return made;
}
