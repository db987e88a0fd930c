/** What is written about a visitor who leaves without a case, as a form: 咨询 in two fields, 首问 with where the person was sent. */
import { z } from 'zod';
import { SITE_EVENTS } from '../../shared/domain/event-types.ts';
import type { FieldSpec, Values } from '../components/case-actions/fields.ts';
import { VISITOR_TEXTS as T } from './texts.ts';

const VisitorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('consulted'), data: SITE_EVENTS['site.consulted'].data }),
  z.strictObject({ kind: z.literal('firstAsked'), data: SITE_EVENTS['site.first-asked'].data }),
]);
export type Visitor = z.output<typeof VisitorSchema>;

const isFirst = (values: Values) => values['kind'] === 'firstAsked';
const isConsulted = (values: Values) => !isFirst(values);
const isGuided = (values: Values) => isFirst(values) && values['to'] === 'guided';

/** `windows`: the names of the centre's windows. */
export function visitorFields(windows: readonly string[]): readonly FieldSpec[] {
  const options = Object.fromEntries(windows.map((name) => [name, name]));
  return [
    { key: 'kind', label: T.kind, kind: 'choice', options: T.kinds, start: 'consulted' },
    { key: 'text', label: T.text, kind: 'text', optional: true, when: isConsulted },
    { key: 'count', label: T.count, kind: 'number', min: 1, max: 999, start: 1, unit: T.people, when: isConsulted },
    { key: 'ask', label: T.ask, kind: 'text', lines: 2, when: isFirst },
    { key: 'to', label: T.to, kind: 'choice', options: T.ways, start: 'answered', when: isFirst },
    { key: 'window', label: T.window, kind: 'choice', options, start: null, when: isGuided },
    { key: 'visitor', label: T.visitor, kind: 'text', optional: true, when: isFirst },
    { key: 'phone', label: T.phone, kind: 'text', optional: true, when: isFirst },
  ];
}

export function checkVisitor({ kind, ...data }: Record<string, unknown>): z.ZodSafeParseResult<Visitor> {
  return VisitorSchema.safeParse({ kind, data });
}
