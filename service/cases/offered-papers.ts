/** What a person handed in for earlier cases and need not hand in again. */
import type { OfferedPaper } from '../../shared/api/offered-paper.ts';
import { ApiError } from '../../shared/api/errors.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { dayNumber } from '../../shared/base/local-date.ts';
import type { CaseFold } from '../../shared/case/case-types.ts';
import type { MaterialItem } from '../../shared/case/materials.ts';
import type { Matter } from '../../shared/matter/catalogue.ts';
import { reusablePaper, reusableUntil } from '../../shared/matter/reusable-papers.ts';
import { applicantOf } from '../../shared/person/applicant.ts';
import type { Person } from '../../shared/person/person.ts';
import { casesOfPerson } from '../../store/projection/persons.ts';
import { readCase } from '../../store/projection/project-case.ts';
import type { Desk } from '../desk.ts';

/** So many of the newest cases are looked into: papers older than those have run out for most people. */
const LOOK_INTO = 20;

type Applicant = Pick<Person, 'idNumber' | 'paper' | 'applicantKind'>;

/** Handed in with this case, and not gone again: what was used again is offered by the case that it came with, by its own validity. */
const isHere = ({ state, form, kept, reused }: MaterialItem): boolean =>
  state === 'received' && reused === undefined && !(kept === 'returned' && form === 'original');

/** The papers of the matter that this case has, as they may be used again on that day. */
function offersOf(desk: Desk, matter: Matter, fold: CaseFold, on: LocalDate): OfferedPaper[] {
  return matter.materials.flatMap(({ name }) => {
    const paper = reusablePaper(desk.catalogue, name);
    if (paper === undefined) return [];
    return fold.materials.flatMap((item): OfferedPaper[] => {
      if (!isHere(item) || reusablePaper(desk.catalogue, item.name) !== paper) return [];
      const first = fold.receivedOn ?? fold.on;
      const until = reusableUntil(paper, first, item.validTo);
      if (until < on || first > on) return [];
      const matterName = desk.catalogue.matter(fold.matter)?.name ?? fold.matter;
      const days = dayNumber(on) - dayNumber(first);
      return [{ name, case: fold.case, number: fold.number, matterName, on: first, days, until }];
    });
  });
}

/** One offer a paper, the youngest; none where the person has no number that tells them from others. */
export function offeredPapers(desk: Desk, matter: Matter, applicant: Applicant, on: LocalDate): OfferedPaper[] {
  const { paper } = applicantOf(applicant);
  const found = casesOfPerson(desk.file, { idNumber: applicant.idNumber ?? '', paper }, LOOK_INTO)
    .filter(({ state }) => state !== 'voided')
    .flatMap(({ case: id }) => {
      const folded = readCase(desk.file, id);
      return folded === null ? [] : offersOf(desk, matter, folded.fold, on);
    })
    .toSorted((a, b) => (a.on < b.on ? 1 : -1));
  return matter.materials.flatMap(({ name }) => found.find((each) => each.name === name) ?? []);
}

/** Throws ApiError `bad-input` at `materials` for a paper that is used again and is not offered to this person on that day. */
export function checkReused(
  desk: Desk,
  matter: Matter,
  {
    applicant,
    materials,
    on,
  }: { readonly applicant: Applicant; readonly materials: readonly MaterialItem[]; readonly on: LocalDate },
): void {
  const reused = materials.filter((item) => item.reused !== undefined);
  if (reused.length === 0) return;
  const offered = new Map(offeredPapers(desk, matter, applicant, on).map((offer) => [offer.name, offer]));
  const wrong = reused.find(({ name, state, reused: used }) => {
    const offer = offered.get(name);
    return (
      state !== 'received' || offer?.case !== used?.case || offer?.number !== used?.number || offer?.on !== used?.on
    );
  });
  if (wrong !== undefined)
    throw new ApiError('bad-input', `“${wrong.name}”没有可以沿用的，请收取或记为缺。`, 'materials');
}
