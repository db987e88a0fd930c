import { z } from 'zod';
import { applicantOf } from '../../person/applicant.ts';
import { isAsked, valueInWords, wordsOf } from '../../person/field-words.ts';
import {
  AMENDABLE_PATHS,
  PERSON_KEYS,
  fieldOfPath,
  keyOfPath,
  pathOf,
  personField,
} from '../../person/person-fields.ts';
import { PersonSchema, isVerified, normalPerson } from '../../person/person.ts';
import { defineRemark } from '../define-remark.ts';
import { field, note, text } from '../field.ts';
import type { Ask, Choices, FormContext, Values } from '../form.ts';
import { placeInWords } from '../lines.ts';

/** What may be put right of this person, by what people call it: what is asked of such an applicant, and what is there all the same. */
function optionsOf({ detail }: FormContext): Choices {
  const of = applicantOf(detail?.person ?? {});
  return Object.fromEntries(
    PERSON_KEYS.filter((key) => isAsked(key, of) || detail?.person[key]).flatMap((key) =>
      personField(key).amendable ? [[pathOf(key), wordsOf(key, of).label]] : [],
    ),
  );
}

const isKind =
  (kind: 'text' | 'village') =>
  (values: Values): boolean =>
    (fieldOfPath(String(values['field']))?.kind ?? 'text') === kind;
/** Each field that is chosen from a list has a list of its own. */
const CHOSEN = PERSON_KEYS.flatMap((key): Ask[] => {
  const { choice, amendable } = personField(key);
  if (choice === undefined || !amendable) return [];
  const options = ({ detail }: FormContext): Choices =>
    Object.fromEntries(
      choice.of(applicantOf(detail?.person ?? {}).kind).map((each) => [each, choice.options[each] ?? each]),
    );
  return [{ kind: 'choice', key, options, start: null, when: (values) => values['field'] === pathOf(key) }];
});
const saidOnce = { none: 'what it was and what it is stand in one line' };

/** 更正: what was written down wrongly at the registration. */
export const amended = defineRemark({
  type: 'amended',
  label: '更正',
  fields: {
    field: field(z.enum([...AMENDABLE_PATHS, 'note']), {
      label: '更正哪一项',
      form: { kind: 'choice', options: optionsOf, start: 'person.phone' },
      show: saidOnce,
    }),
    from: field(z.string().max(500).nullable(), {
      label: '原来是',
      form: {
        kind: 'fixed',
        value: ({ detail }, values) => {
          const key = keyOfPath(String(values['field']));
          return key === null ? null : (detail?.person[key] ?? null);
        },
      },
      show: saidOnce,
    }),
    to: field(z.string().max(500).nullable(), {
      label: '改为',
      form: [
        { kind: 'text', hint: '空着表示去掉', optional: true, when: isKind('text') },
        { kind: 'village', key: 'village', hint: '空着表示去掉', optional: true, when: isKind('village') },
        ...CHOSEN,
      ],
      show: saidOnce,
    }),
    reason: text({ label: '更正原因', max: 300 }),
  },
  roles: ['agent', 'clerk'],
  add: (sums, { on, data }) => {
    if (data.field === 'note') return { ...sums, note: data.to };
    const key = keyOfPath(data.field);
    const person = PersonSchema.safeParse(key === null ? null : { ...sums.person, [key]: data.to });
    if (!person.success) return { rule: 'data', field: 'data.to', text: '更正的内容不合格式' };
    const tells = key === 'idNumber' || key === 'paper' || key === 'applicantKind';
    const idVerified = tells ? isVerified(person.data, on) : sums.person.idVerified;
    return { ...sums, person: normalPerson({ ...person.data, idVerified }, on) };
  },
  lines: (data, context) => {
    const what = String(data['field']);
    const spec = fieldOfPath(what);
    const shown = (value: unknown) => {
      if (value === null || value === undefined) return '（空）';
      if (spec?.kind === 'village') return placeInWords(value, context);
      const key = keyOfPath(what);
      return key === null ? String(value) : valueInWords(key, String(value));
    };
    const label = spec?.label ?? (what === 'note' ? note.label : what);
    return [{ label, value: `${shown(data['from'])} → ${shown(data['to'])}` }];
  },
  input: true,
  button: 50,
});
