/** What is written about a visitor who leaves without a case, as a form: 咨询 in two fields, 首问 with where the person was sent. */
import { z } from 'zod';
import { SITE_EVENTS } from '../../shared/case/site-events.ts';
import { formRowsOf } from '../../shared/case/form.ts';
import type { FormRow, Values } from '../../shared/case/form.ts';
import { VISITOR_TEXTS as T } from './texts.ts';

const CONSULTED = SITE_EVENTS['site.consulted'];
const FIRST_ASKED = SITE_EVENTS['site.first-asked'];

const VisitorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('consulted'), data: CONSULTED.data }),
  z.strictObject({ kind: z.literal('firstAsked'), data: FIRST_ASKED.data }),
]);
export type Visitor = z.output<typeof VisitorSchema>;

const isFirst = (values: Values) => values['kind'] === 'firstAsked';

const whileItHolds = (rows: readonly FormRow[], holds: (values: Values) => boolean): FormRow[] =>
  rows.map((row) => ({ ...row, when: (values) => holds(values) && (row.when?.(values) ?? true) }));

export const VISITOR_FORM: readonly FormRow[] = [
  {
    key: 'kind',
    field: 'kind',
    label: T.kind,
    optional: false,
    blank: 'kept',
    kind: 'choice',
    options: { consulted: CONSULTED.label, firstAsked: T.firstAsked },
    start: 'consulted',
  },
  ...whileItHolds(formRowsOf(CONSULTED.fields), (values) => !isFirst(values)),
  ...whileItHolds(formRowsOf(FIRST_ASKED.fields), isFirst),
];

export function checkVisitor({ kind, ...data }: Record<string, unknown>): z.ZodSafeParseResult<Visitor> {
  return VisitorSchema.safeParse({ kind, data });
}
