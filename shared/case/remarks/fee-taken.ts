import { z } from 'zod';
import { defineRemark } from '../define-remark.ts';
import { field, optionalText, text } from '../field.ts';
import { inYuan } from '../lines.ts';

/** A million yuan; no fee comes near. */
const FEN_AT_MOST = 100_000_000;

const WRONG = '金额应为多少元，最多两位小数，例如 20 或 20.50';

/** 收费: money taken, kept in fen. */
export const feeTaken = defineRemark({
  type: 'fee-taken',
  label: '收费',
  fields: {
    item: text({ label: '收费项目', max: 80 }),
    fen: field(z.int(WRONG).min(0, WRONG).max(FEN_AT_MOST, '金额不能超过一百万元'), {
      label: '金额',
      form: { kind: 'yuan' },
      show: inYuan,
    }),
    receipt: optionalText({ label: '票据号', max: 60 }),
  },
  roles: ['agent', 'clerk'],
  acts: 'pay',
  add: (sums, { id, on, data }) => ({ ...sums, fees: [...sums.fees, { id, on, fen: data.fen, item: data.item }] }),
  formRule: ({ fen }) => (fen === 0 ? { field: 'fen', text: '收费金额应大于 0；没有收钱不用登记' } : null),
  input: true,
  button: 40,
});
