import { z } from 'zod';
import { AMENDABLE_PATHS, fieldOfPath, keyOfPath } from '../../person/person-fields.ts';
import { PersonSchema, isVerified, normalPerson } from '../../person/person.ts';
import { defineRemark } from '../define-remark.ts';
import { field, note, text } from '../field.ts';
import type { Values } from '../form.ts';
import { placeInWords } from '../lines.ts';

/** What may be put right of a person, by what people call it. */
const OPTIONS = Object.fromEntries(AMENDABLE_PATHS.map((path) => [path, fieldOfPath(path)?.label ?? path]));

const isVillage = (values: Values): boolean => fieldOfPath(String(values['field']))?.kind === 'village';
const saidOnce = { none: 'what it was and what it is stand in one line' };

/** 更正: what was written down wrongly at the registration. */
export const amended = defineRemark({
  type: 'amended',
  label: '更正',
  fields: {
    field: field(z.enum([...AMENDABLE_PATHS, 'note']), {
      label: '更正哪一项',
      form: { kind: 'choice', options: OPTIONS, start: 'person.phone' },
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
        { kind: 'text', hint: '空着表示去掉', optional: true, when: (values) => !isVillage(values) },
        { kind: 'village', key: 'village', hint: '空着表示去掉', optional: true, when: isVillage },
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
    const idVerified = key === 'idNumber' ? isVerified(data.to, on) : sums.person.idVerified;
    return { ...sums, person: normalPerson({ ...person.data, idVerified }, on) };
  },
  lines: (data, context) => {
    const what = String(data['field']);
    const spec = fieldOfPath(what);
    const shown = (value: unknown) => {
      if (value === null || value === undefined) return '(空)';
      return spec?.kind === 'village' ? placeInWords(value, context) : String(value);
    };
    const label = spec?.label ?? (what === 'note' ? note.label : what);
    return [{ label, value: `${shown(data['from'])} → ${shown(data['to'])}` }];
  },
  input: true,
  button: 50,
});
