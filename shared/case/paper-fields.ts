/** What is asked of one paper beside whether it is here. All of it may be left out. */
import { z } from 'zod';
import { field, optionalDate, optionalNumber, optionalText } from './field.ts';
import { byWord } from './lines.ts';
import {
  MATERIAL_FORMS,
  MATERIAL_KEPT,
  type MaterialItem,
  MaterialItemSchema,
  PAGES_AT_MOST,
  PAPER_NUMBER_LENGTH,
} from './materials.ts';

const { form, kept } = MaterialItemSchema.shape;

export const PAPER_FIELDS = {
  form: field(form, {
    label: '收的是',
    form: { kind: 'choice', options: MATERIAL_FORMS, start: null, optional: true },
    show: byWord(MATERIAL_FORMS),
  }),
  copies: optionalNumber({ label: '份数', min: 0, max: 99, unit: '份' }),
  pages: optionalNumber({ label: '页数', min: 1, max: PAGES_AT_MOST, unit: '页' }),
  number: optionalText({ label: '证件或文件编号', max: PAPER_NUMBER_LENGTH }),
  validTo: optionalDate({ label: '有效期至', hint: '长期有效的不填', lean: 'future', start: () => null }),
  kept: field(kept, {
    label: '留存或退还',
    form: { kind: 'choice', options: MATERIAL_KEPT, start: null, optional: true },
    show: byWord(MATERIAL_KEPT),
  }),
} as const;

export const PaperSchema = MaterialItemSchema.pick({
  form: true,
  copies: true,
  pages: true,
  number: true,
  validTo: true,
  kept: true,
});
export type Paper = z.infer<typeof PaperSchema>;

/** The paper with what is said of it now in place of what was said before. */
export function withPaper({ name, state, reused, note }: MaterialItem, said: Paper): MaterialItem {
  return { name, state, ...said, ...(reused === undefined ? {} : { reused }), ...(note === undefined ? {} : { note }) };
}
