/** Which corrections a form asks for: one for each field that changed, with the value before and after. Pure. */
import type { CaseRow } from '../../shared/api/rows.ts';
import type { RemarkInput } from '../../shared/case/remarks/index.ts';
import { applicantOf } from '../../shared/person/applicant.ts';
import { PERSON_FIELDS, type PersonKey, pathOf } from '../../shared/person/person-fields.ts';
import { type CellKey, SLIP_COLUMNS } from '../../shared/slips/slip-fields.ts';
import { normalValue } from '../../shared/person/person.ts';

/** The person's fields that the village wrote down and may put right, in the order of its book. */
export const AMEND_KEYS = SLIP_COLUMNS.flatMap(({ person }) =>
  person !== null && PERSON_FIELDS[person].amendable ? [person as AmendKey] : [],
);
type AmendKey = Extract<CellKey, PersonKey>;
export type AmendFields = Readonly<Record<AmendKey, string>>;

type Amended = Extract<RemarkInput, { type: 'amended' }>['data'];

/** What is typed another way and means the same is no change. */
export function amendments(
  row: Pick<CaseRow, keyof AmendFields | 'applicantKind' | 'paper'>,
  fields: AmendFields,
  reason: string,
): readonly Amended[] {
  const of = applicantOf(row);
  return AMEND_KEYS.flatMap((key) => {
    const from = row[key] === '' ? null : row[key];
    const to = normalValue(key, fields[key], of) || null;
    return from === to ? [] : [{ field: pathOf(key), from, to, reason }];
  });
}
