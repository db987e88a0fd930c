/** The error of each field of a registration: what the form itself finds once it was tried, and what the service refused. Pure. */
import type { describeError } from '../../app/errors.ts';
import { REGISTER_TEXTS as T } from '../texts.ts';
import { DESPITE } from './despite-field.tsx';
import type { ReadPerson } from './person-draft.ts';

interface Found {
  readonly tried: boolean;
  readonly read: Pick<ReadPerson, 'refused'>;
  /** Something speaks against the applicant, and no reason is given. */
  readonly silent: boolean;
  readonly words: ReturnType<typeof describeError> | null;
}

export const formErrors = ({ tried, read, silent, words }: Found): Readonly<Record<string, string>> => ({
  ...(tried && read.refused !== null ? { [read.refused.field]: read.refused.problem.message } : {}),
  ...(tried && silent ? { [DESPITE]: T.despiteHint } : {}),
  ...(words?.field ? { [words.field]: words.message } : {}),
});

/** The field to which the cursor goes where the form can't be sent; null: it can. */
export const fieldInTheWay = ({ read, silent }: Pick<Found, 'read' | 'silent'>): string | null =>
  read.refused?.field ?? (silent ? DESPITE : null);
