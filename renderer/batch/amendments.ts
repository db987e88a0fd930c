/** Which corrections a form asks for: one for each field that changed, with the value before and after. Pure. */
import type { CaseRow } from '../../shared/api/rows.ts';
import type { RemarkInput } from '../../shared/domain/event-types.ts';

export interface AmendFields {
  readonly name: string;
  readonly idNumber: string;
  readonly group: string;
  readonly phone: string;
}

type Amended = Extract<RemarkInput, { type: 'amended' }>['data'];

const FIELDS = {
  name: 'person.name',
  idNumber: 'person.idNumber',
  group: 'person.group',
  phone: 'person.phone',
} as const satisfies Record<keyof AmendFields, Amended['field']>;

export function amendments(
  row: Pick<CaseRow, keyof AmendFields>,
  fields: AmendFields,
  reason: string,
): readonly Amended[] {
  return (Object.keys(FIELDS) as (keyof AmendFields)[]).flatMap((key) => {
    const from = row[key] === '' ? null : row[key];
    const typed = fields[key].trim();
    const to = typed === '' ? null : typed;
    return from === to ? [] : [{ field: FIELDS[key], from, to, reason }];
  });
}
