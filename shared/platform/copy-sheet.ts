/**
 * The copy sheet: what a person types into the platform by hand, in the order of its tables and in words, where those hold codes. What the platform knows by itself (its
 * own numbers, the office, codes) is left out, and so is what is empty.
 */
import { CASE_OUTCOMES, outcomeOf } from '../case/outcome-codes.ts';
import { APPLICANT_KINDS, PAPERS, applicantOf } from '../person/applicant.ts';
import { PLATFORM_TABLES } from './mapping.ts';
import { platformRows, type Cells } from './rows.ts';
import type { CaseSource } from './source.ts';

export interface CopyField {
  readonly label: string;
  readonly value: string;
}

/** Columns of the three tables that are typed, as people call them; in words where the column holds a code. */
const TYPED: Readonly<Record<string, { readonly label: string; readonly words?: (source: CaseSource) => string }>> = {
  task_name: { label: '事项名称' },
  project_type: {
    label: '办件类型',
    words: ({ fold }) => (fold.terms.kind === 'immediate' ? '即办件' : '承诺件'),
  },
  applyer_name: { label: '申请人' },
  applyer_type: { label: '申请人种类', words: ({ fold }) => APPLICANT_KINDS[applicantOf(fold.person).kind] },
  applyer_page_type: { label: '证件种类', words: ({ fold }) => PAPERS[applicantOf(fold.person).paper].label },
  applyer_page_code: { label: '申请人证件号' },
  contact_name: { label: '联系人姓名' },
  contact_code: { label: '联系人的证件号' },
  contact_mobile: { label: '联系人手机' },
  legal: { label: '法人代表' },
  apply_type: { label: '申请方式', words: ({ fold }) => (fold.proxied ? '村里代办' : '窗口') },
  apply_date: { label: '申请日期' },
  accept_date: { label: '受理日期' },
  promise_date: { label: '承诺办结日期' },
  address: { label: '申请人地址' },
  result_date: { label: '办结日期' },
  result_type: {
    label: '办理结果',
    words: ({ fold }) => {
      const outcome = outcomeOf(fold);
      return outcome === null ? '' : CASE_OUTCOMES[outcome].label;
    },
  },
  result_cetr_name: { label: '证照、批文名称' },
  result_cetr_no: { label: '证照、批文号' },
  result_cetr_org: { label: '发证机关' },
  valid_from: { label: '有效期从' },
  valid_to: { label: '有效期到' },
};

/** Returns the fields of a case that a centre received; none of any other. */
export function copySheet(source: CaseSource): readonly CopyField[] {
  const rows = platformRows(source);
  const cellsOf = (table: string): Cells => rows.find((row) => row.table === table)?.cells ?? {};
  const cells = { ...cellsOf('accept'), ...cellsOf('result') };
  const names = [...PLATFORM_TABLES.accept.columns, ...PLATFORM_TABLES.result.columns].map(({ name }) => name);
  const typed = [...new Set(names)].flatMap((name): CopyField[] => {
    const field = TYPED[name];
    const value = cells[name] ?? '';
    if (field === undefined || value === '') return [];
    const words = field.words?.(source) ?? value;
    return words === '' ? [] : [{ label: field.label, value: words }];
  });
  const papers = rows.flatMap((row) => (row.table === 'material' ? (row.cells['material_name'] ?? []) : []));
  return papers.length === 0 ? typed : [...typed, { label: '材料清单', value: papers.join('、') }];
}
