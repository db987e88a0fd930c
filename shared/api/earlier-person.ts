/** Who came before, as a registration is offered it. */
import type { CaseNo, EventId, LocalDate } from '../base/brands.ts';
import type { Person } from '../person/person.ts';

/** A case of the same person and the same matter that is open, or that was registered on the day asked about. */
export interface SameCase {
  readonly case: EventId;
  readonly number: CaseNo;
  readonly on: LocalDate;
  readonly open: boolean;
}

export interface EarlierPerson {
  readonly person: Person;
  readonly lastCase: EventId;
  readonly lastMatterName: string;
  readonly lastOn: LocalDate;
  readonly same: SameCase | null;
}
