/** A case registered at the centre's window, with the steps taken in the same action: all of it is on disk, or none. */
import type { z } from 'zod';
import type { RegisterSchema } from '../../shared/api/client.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { jointMethods } from '../../shared/api/joint.ts';
import type { CaseNo, EventId, LocalDate, Station } from '../../shared/base/brands.ts';
import type { Joint } from '../../shared/case/joint.ts';
import type { StepInput } from '../../shared/case/steps/index.ts';
import type { Terms } from '../../shared/case/terms.ts';
import { mattersOfSet, papersOfSet, setOf } from '../../shared/matter/matter-sets.ts';
import type { Person } from '../../shared/person/person.ts';
import { appliesDoubts } from '../../shared/matter/applies-to.ts';
import { type Matter, termsOf } from '../../shared/matter/catalogue.ts';
import { applicantOf } from '../../shared/person/applicant.ts';
import { placeKind } from '../../shared/place/place.ts';
import type { Desk } from '../desk.ts';
import { keptPerson } from './person.ts';
import { checkReused } from './offered-papers.ts';
import type { FoldedCase } from '../../store/types.ts';
import { checkDay, insistOn, type StepBy } from './take-step.ts';

type Registration = z.output<typeof RegisterSchema>;
type JointInput = z.output<(typeof jointMethods)['cases.registerJoint']['input']>;

interface CaseToWrite extends Pick<Registration, 'matter' | 'materials' | 'window' | 'note' | 'steps'> {
  readonly person: Person;
  readonly terms: Terms;
  readonly on: LocalDate;
  readonly station: Station;
  readonly joint?: Joint;
  readonly despite: string | undefined;
}

/**
 * Returns the reason as kept; undefined where the matter is for this applicant. Throws ApiError `bad-input` at `despite` when it is not, as far
 * as the number tells, and nothing is said.
 */
function reasonDespite(matter: Matter, person: Person, on: LocalDate, despite = ''): string | undefined {
  const doubts = appliesDoubts(matter.appliesTo, applicantOf(person), person.idNumber, on);
  if (doubts.length === 0) return undefined;
  const said = despite.trim();
  if (said === '')
    throw new ApiError(
      'bad-input',
      `${matter.name}：${doubts.map(({ message }) => message).join('；')}。请核对；仍要登记，请写明理由。`,
      'despite',
    );
  return said;
}

/** Writes a case with its first steps, in the caller's transaction. Throws ApiError; the caller's transaction rolls back. */
function writeCase(desk: Desk, { on, station, joint, despite, ...input }: CaseToWrite, by: StepBy) {
  const number = desk.ledger.nextNumber(desk.place, on, station);
  const first = desk.ledger.append({
    ledger: desk.place,
    type: 'received',
    on,
    data: {
      number,
      matter: input.matter,
      terms: input.terms,
      person: input.person,
      materials: input.materials,
      window: input.window,
      ...(joint === undefined ? {} : { joint }),
      ...(on < desk.today() ? { backdated: true } : {}),
      ...(despite === undefined ? {} : { despite }),
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
}

const ACCEPTED: StepInput = { type: 'accepted', data: {} };

/** One case for each matter of a set, with the papers that it asks for; a paper that several ask for was handed in once. Throws ApiError. */
export function registerJoint(desk: Desk, input: JointInput, by: StepBy): readonly EventId[] {
  if (placeKind(desk.place) !== 'centre') throw new ApiError('not-allowed', '一件事由乡镇便民服务中心登记。');
  const set = setOf(desk.catalogue, input.set);
  if (set === undefined) throw new ApiError('bad-input', '目录里没有这个一件事。', 'set');
  const matters = mattersOfSet(desk.catalogue, set);
  const known = new Set(papersOfSet(matters).map(({ name }) => name));
  const unknown = input.papers.find(({ name }) => !known.has(name));
  if (unknown !== undefined) throw new ApiError('bad-input', `“${unknown.name}”不在这个一件事的材料清单里。`, 'papers');
  const person = keptPerson(desk, input.person);
  const identity = desk.ledger.identity();
  if (identity === null) throw new ApiError('not-enrolled');
  const key = desk.random();
  const handedIn = new Map(input.papers.map((item) => [item.name, item]));
  const made = desk.ledger.transaction(() =>
    matters.map((matter, index) => {
      const terms = termsOf(desk.catalogue, matter.code);
      if (terms === undefined) throw new ApiError('internal');
      checkReused(desk, matter, { applicant: person, materials: input.papers, on: desk.today() });
      const one: CaseToWrite = {
        matter: matter.code,
        materials: matter.materials.flatMap(({ name }) => handedIn.get(name) ?? []),
        window: matter.window,
        note: input.note,
        steps: input.accept && matter.kind === 'promised' ? [ACCEPTED] : [],
        person,
        terms,
        on: desk.today(),
        station: identity.station,
        joint: { key, set: set.code, name: set.name, lead: index === 0 },
        despite: reasonDespite(matter, person, desk.today(), input.despite),
      };
      return writeCase(desk, one, by).fold.case;
    }),
  );
  desk.wrote('cases');
  return made;
}

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
  checkReused(desk, matter, { applicant: person, materials: input.materials, on });
  const despite = reasonDespite(matter, person, on, input.despite);
  const identity = desk.ledger.identity();
  if (identity === null) throw new ApiError('not-enrolled');

  const made = desk.ledger.transaction(() =>
    writeCase(desk, { ...input, person, terms, on, station: identity.station, despite }, by),
  );
  desk.wrote('cases');
  return made;
}
