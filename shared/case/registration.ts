/** What both steps that begin a case hold: the applicant, the matter, its terms, the materials. */
import { z } from 'zod';
import { CaseNoSchema, MatterCodeSchema } from '../base/brands.ts';
import { limitWords } from '../calendar/limit.ts';
import { field, note } from './field.ts';
import type { Field } from './field.ts';
import type { Show } from './lines.ts';
import { materialsInWords, matterInWords, oneLine, placeInWords, asIs } from './lines.ts';
import { MaterialListSchema } from './materials.ts';
import { applicantOf } from '../person/applicant.ts';
import { valueInWords, wordsOf } from '../person/field-words.ts';
import { PERSON_KEYS, personField } from '../person/person-fields.ts';
import { PersonSchema } from '../person/person.ts';
import { readingOf } from './reading.ts';
import { TermsSchema } from './terms.ts';
import { requiredText } from './texts.ts';

/** Characters of the reason why a matter is registered for one it does not seem to be for. */
export const DESPITE_LENGTH = 200;

/** Why no form of a step asks: a case begins on a page, in a grid row or in a file. */
const form = { none: 'registration has a page of its own' };

const person: Field<typeof PersonSchema> = {
  schema: PersonSchema,
  label: '申请人',
  form,
  lines: (value, context) => {
    if (typeof value !== 'object' || value === null) return [];
    const stored = value as Readonly<Record<string, unknown>>;
    const said = (key: string) => (typeof stored[key] === 'string' ? stored[key] : null);
    const of = applicantOf({ applicantKind: said('applicantKind'), paper: said('paper') });
    return PERSON_KEYS.flatMap((key) => {
      const show: Show = personField(key).kind === 'village' ? placeInWords : (each) => valueInWords(key, String(each));
      return oneLine(wordsOf(key, of).label, show)(stored[key], context);
    });
  },
};

const TERMS_LABEL = '办理时限';
const terms: Field<typeof TermsSchema> = {
  schema: TermsSchema,
  label: TERMS_LABEL,
  form,
  // Read by its schema, as events of before limits had a unit hold it in another shape.
  lines: (value) => {
    const read = readingOf(TermsSchema).safeParse(value);
    if (!read.success) return [];
    const { kind, promised, legal } = read.data;
    const promise = kind === 'immediate' ? '即办' : `承诺 ${limitWords(promised)}`;
    return [{ label: TERMS_LABEL, value: legal === null ? promise : `${promise}，法定 ${limitWords(legal)}` }];
  },
};

export const REGISTRATION = {
  number: field(CaseNoSchema, { label: '办件编号', form, show: asIs }),
  matter: field(MatterCodeSchema, { label: '事项', form, show: matterInWords }),
  terms,
  person,
  materials: field(MaterialListSchema, { label: '材料', form, show: materialsInWords }),
  /** 补录: entered later than it happened. */
  backdated: field(z.boolean().optional(), {
    label: '补录',
    form,
    show: { none: 'history shows the day it happened beside the day it was written' },
  }),
  /** Only where the applicant does not seem to be one that the matter is for (matter/applies-to.ts). */
  despite: field(requiredText(DESPITE_LENGTH).optional(), { label: '不合办理对象仍登记的理由', form, show: asIs }),
  note: { ...note, form },
};
