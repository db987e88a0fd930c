/** The columns of lists of cases: which there are, and the sets that lists share. */

/** What a list shows of a case; how it looks is the page's matter. */
export type ListColumn =
  | 'name'
  | 'idNumber'
  | 'matter'
  | 'village'
  | 'phone'
  | 'status'
  | 'left'
  | 'due'
  | 'legalDue'
  | 'apology'
  | 'on'
  | 'keyAge'
  | 'checkState'
  | 'checkDue'
  | 'synced';

export const COLUMNS: readonly ListColumn[] = [
  'name',
  'matter',
  'status',
  'left',
  'due',
  'idNumber',
  'village',
  'on',
  'synced',
];
/** Where the law's day is the one that is passed. */
export const LEGAL_COLUMNS = COLUMNS.map((column) => (column === 'due' ? 'legalDue' : column));
/** A bad rating: who is to be called back, what comes next and until when. */
export const CHECK_COLUMNS: readonly ListColumn[] = [
  'name',
  'matter',
  'checkState',
  'checkDue',
  'phone',
  'village',
  'on',
  'synced',
];
/** What is checked against the slips. */
export const SLIP_COLUMNS: readonly ListColumn[] = ['name', 'idNumber', 'matter', 'village', 'phone', 'on', 'synced'];

/** Where the office owes the applicant a word about being late. */
export const LATE_COLUMNS: readonly ListColumn[] = COLUMNS.flatMap((column) =>
  column === 'due' ? ['due' as const, 'apology' as const] : [column],
);
