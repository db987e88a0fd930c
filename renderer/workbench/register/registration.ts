/** What is sent to register a case. Pure. */
import type { ClientMethods } from '../../../shared/api/client.ts';
import type { InputOf, OutputOf } from '../../../shared/api/contract.ts';
import type { LocalDate } from '../../../shared/base/brands.ts';
import type { Matter } from '../../../shared/matter/catalogue.ts';
import type { StepInput } from '../../../shared/case/steps/index.ts';
import type { Person } from '../../../shared/person/person.ts';
import { itemsOf } from './material-draft.ts';
import type { MaterialDraft } from './material-draft.ts';

export type Registration = InputOf<ClientMethods['cases.register']>;
export type RegisteredCase = OutputOf<ClientMethods['cases.register']>;

interface Parts {
  readonly matter: Matter;
  readonly person: Person;
  readonly materials: MaterialDraft;
  readonly on: LocalDate;
  readonly today: LocalDate;
  readonly note: string;
  /** Why it is registered all the same, where something speaks against it. */
  readonly despite: string;
  readonly steps: readonly StepInput[];
}

/** `on` is sent only for 补录: otherwise the service's own today counts. */
export function registrationOf({ matter, person, materials, on, today, note, despite, steps }: Parts): Registration {
  return {
    matter: matter.code,
    person,
    materials: itemsOf(matter, materials),
    window: matter.window,
    ...(on === today ? {} : { on }),
    ...(despite.trim() === '' ? {} : { despite: despite.trim() }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    // The contract's word for the steps of the same action; the object is never awaited.
    // oxlint-disable-next-line unicorn/no-thenable
    steps: [...steps],
  };
}
