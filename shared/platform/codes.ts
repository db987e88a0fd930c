/**
 * Codes of the national case tables (RESEARCH B1, B2) for what is said here. Of `applyer_type`, `project_type`, `apply_type`, special and result codes the
 * public material has lists; for papers and single steps it has none, so those are this program's own and stand in docs/PLATFORM.md for the platform to set against its own.
 */
import type { RemarkType } from '../case/remarks/index.ts';
import type { StepType } from '../case/steps/index.ts';
import type { ApplicantKind, Paper } from '../person/applicant.ts';

/** `event_name` of the process table; null: the step makes no row of it. */
export const PROCESS_CODES: Readonly<Record<StepType, string | null>> = {
  'proxy-received': '01',
  'handed-over': '02',
  'returned-to-village': '03',
  received: '10',
  'supplement-requested': '11',
  supplemented: '12',
  accepted: '20',
  'accepted-short': '21',
  refused: '22',
  paused: '30',
  'special-procedure': '31',
  'special-renewed': '32',
  resumed: '33',
  extended: '34',
  forwarded: '40',
  'county-returned': '41',
  concluded: '50',
  closed: '51',
  withdrawn: '52',
  // Everything that was sent of it is taken back (D).
  voided: null,
  delivered: '60',
  archived: '70',
  // It only chooses among the others, and those that it did not keep are taken back.
  settled: null,
  // The step that was taken back is no longer told.
  undone: null,
  // The case is told anew under the right matter.
  'matter-corrected': null,
  // The national tables have no row for who acts in a village.
  'mandate-taken': null,
  'mandate-suspended': null,
  'mandate-resumed': null,
  'mandate-ended': null,
  'mandate-handed-over': null,
};

/** A remark that is a step of work, by its code. */
export const WORK_CODES: Partial<Readonly<Record<RemarkType, string>>> = { 'work-done': '35' };

/** `applyer_type`, as the national platform counts kinds of applicants. */
export const APPLICANT_CODES: Readonly<Record<ApplicantKind, string>> = {
  person: '1',
  enterprise: '2',
  cooperative: '3',
  'village-committee': '4',
  'sole-trader': '5',
  other: '9',
};

/** `applyer_page_type`: by GA/T 517 where that has the paper [K]; 001, 611 and 99x are this program's own. */
export const PAPER_CODES: Readonly<Record<Paper, string>> = {
  'resident-id': '111',
  'household-book': '113',
  'officer-card': '114',
  passport: '414',
  'hk-macao-permit': '516',
  'taiwan-permit': '511',
  'birth-certificate': '611',
  'credit-code': '001',
  other: '990',
  none: '999',
};

/** `project_type`: 1 immediate, 2 promised. */
export const KIND_CODES = { immediate: '1', promised: '2' } as const;

/** `special_type`: what an applicant was told to bring, a hearing, a notice, a check, another stop, an extension. */
export const SPECIAL_CODES = {
  supplement: '1',
  hearing: '2',
  notice: '3',
  check: '4',
  stop: '5',
  extension: 'A',
} as const;

/** Of the kinds of special procedures, those of programs of before among them. */
export const specialCode = (kind: string): string => {
  if (kind === '听证') return SPECIAL_CODES.hearing;
  if (kind === '公示') return SPECIAL_CODES.notice;
  return kind === '其他' ? SPECIAL_CODES.stop : SPECIAL_CODES.check;
};
