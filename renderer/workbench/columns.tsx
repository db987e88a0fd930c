/** How the columns of a list of cases look: all of them at 1366 pixels, on narrower screens those that have room. Which a list has is said in its entry (shared/case/case-lists.ts). */
import type { CaseRow } from '../../shared/api/rows.ts';
import { caseList } from '../../shared/case/case-lists.ts';
import type { CaseList } from '../../shared/case/case-lists.ts';
import type { ListColumn } from '../../shared/case/list-columns.ts';
import { CHECK_STATES } from '../../shared/case/rating-check.ts';
import { REMARKS } from '../../shared/case/remarks/index.ts';
import { columnLabel } from '../../shared/person/field-words.ts';
import { PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import { ApplicantName, DueDay, DueTag, StatusTag, SyncDot, Tag, ToldTag } from '../components/tags.tsx';
import { TEXTS } from '../components/texts.ts';
import type { Column } from '../components/virtual-table.tsx';
import { shortVillage } from '../components/place-names.ts';
import { WORKBENCH_TEXTS } from './texts.ts';

const T = WORKBENCH_TEXTS.columns;

/** `near` = the township whose name goes without saying. */
const COLUMNS: Readonly<Record<ListColumn, (near: string) => Omit<Column<CaseRow>, 'key'>>> = {
  name: () => ({ title: columnLabel('name'), width: '6.4rem', cell: (row) => <ApplicantName row={row} /> }),
  idNumber: () => ({
    title: columnLabel('idNumber'),
    width: '10.6rem',
    spare: 3,
    cell: (row) => (
      <span className="bm-num">
        {!row.idVerified && <Tag tone="warn" text={TEXTS.unverified} />} {row.idNumber}
      </span>
    ),
  }),
  matter: () => ({
    title: T.matter,
    width: 'minmax(8rem, 1.6fr)',
    cell: (row) => <span title={row.matterName}>{row.matterName}</span>,
  }),
  village: (near) => ({
    title: PERSON_FIELDS.village.label,
    width: 'minmax(6.5rem, 1fr)',
    spare: 4,
    cell: (row) => [shortVillage(row.villageName, near), row.group].filter(Boolean).join(' '),
  }),
  phone: () => ({
    title: PERSON_FIELDS.phone.short,
    width: '7.5rem',
    cell: (row) => <span className="bm-num">{row.phone}</span>,
  }),
  status: () => ({ title: T.status, width: '9.4rem', cell: (row) => <StatusTag row={row} /> }),
  left: () => ({ title: T.left, width: '7.8rem', cell: (row) => <DueTag row={row} /> }),
  due: () => ({ title: T.due, width: '8.1rem', spare: 2, cell: (row) => <DueDay due={row} /> }),
  legalDue: () => ({
    title: TEXTS.legalDueOn,
    width: '8.1rem',
    // Last of all: the list that has it is about it.
    spare: 5,
    cell: (row) => <DueDay due={row.legal} />,
  }),
  apology: () => ({ title: REMARKS.apologised.label, width: '8rem', cell: (row) => <ToldTag row={row} /> }),
  on: () => ({ title: T.on, width: '6rem', spare: 1, cell: (row) => <span className="bm-num">{row.on}</span> }),
  keyAge: () => ({
    title: T.keyAge,
    width: '6.6rem',
    cell: (row) => <span className="bm-num">{row.keyAge !== null && T.keyAgeDays(row.keyAge)}</span>,
  }),
  checkState: () => ({
    title: T.checkState,
    width: '6.6rem',
    cell: (row) => row.checkState !== null && <Tag tone="warn" text={CHECK_STATES[row.checkState]} />,
  }),
  checkDue: () => ({
    title: T.checkDue,
    width: '9.6rem',
    cell: (row) => (
      <span className="bm-num">
        {row.checkDueOn} {row.checkLate && <Tag tone="bad" text={T.checkLate} />}
      </span>
    ),
  }),
  synced: () => ({
    title: T.synced,
    width: '2.4rem',
    cell: (row) => <SyncDot synced={row.synced} stick={row.stick} />,
  }),
};

export const listColumns = (list: CaseList, near: string): readonly Column<CaseRow>[] =>
  caseList(list).columns.map((key) => ({ key, ...COLUMNS[key](near) }));
