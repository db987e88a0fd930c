/** 发牌: yellow and red cards of the county for work that is late. History only so far. */
import { z } from 'zod';
import { defineRemark } from '../define-remark.ts';
import type { Remark } from '../define-remark.ts';
import { field } from '../field.ts';
import { asIs } from '../lines.ts';
import { requiredText } from '../texts.ts';

const form = { none: 'no page writes cards yet' };
const fields = { text: field(requiredText(400), { label: '内容', form, show: asIs }) };
const CardSchema = z.looseObject({ text: fields.text.schema });

/** A card may hold more than this program knows of it. */
const open = <T extends string>(
  remark: Remark<T, typeof fields, false>,
): Remark<T, typeof fields, false, typeof CardSchema> => ({
  ...remark,
  data: CardSchema,
  reads: CardSchema,
});

export const cardIssued = open(
  defineRemark({ type: 'card-issued', label: '发牌', fields, roles: ['county', 'hub'], input: false, button: form }),
);
export const cardReplied = open(
  defineRemark({ type: 'card-replied', label: '发牌答复', fields, roles: ['clerk'], input: false, button: form }),
);
export const cardClosed = open(
  defineRemark({
    type: 'card-closed',
    label: '发牌处理',
    fields,
    roles: ['county', 'hub'],
    input: false,
    button: form,
  }),
);
