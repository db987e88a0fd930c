/** The columns of a list of cases: all of them at 1366 pixels, on narrower screens those that have room. */
import type { CaseRow } from '../../shared/api/rows.ts';
import { PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import { DueDay, DueTag, StatusTag, SyncDot, Tag } from '../components/tags.tsx';
import { TEXTS } from '../components/texts.ts';
import type { Column } from '../components/virtual-table.tsx';
import { shortVillage } from '../components/place-names.ts';
import { WORKBENCH_TEXTS } from './texts.ts';

const T = WORKBENCH_TEXTS.columns;

const name: Column<CaseRow> = {
  key: 'name',
  title: PERSON_FIELDS.name.label,
  width: '5.5rem',
  cell: (row) => <strong>{row.name}</strong>,
};
const idNumber: Column<CaseRow> = {
  key: 'idNumber',
  title: PERSON_FIELDS.idNumber.label,
  width: '10.6rem',
  spare: 3,
  cell: (row) => (
    <span className="bm-num">
      {!row.idVerified && <Tag tone="warn" text={TEXTS.unverified} />} {row.idNumber}
    </span>
  ),
};
const matter: Column<CaseRow> = {
  key: 'matter',
  title: T.matter,
  width: 'minmax(8rem, 1.6fr)',
  cell: (row) => <span title={row.matterName}>{row.matterName}</span>,
};
/** `near` = the township whose name goes without saying. */
const village = (near: string): Column<CaseRow> => ({
  key: 'village',
  title: PERSON_FIELDS.village.label,
  width: 'minmax(6.5rem, 1fr)',
  spare: 4,
  cell: (row) => [shortVillage(row.villageName, near), row.group].filter(Boolean).join(' '),
});
const synced: Column<CaseRow> = {
  key: 'synced',
  title: T.synced,
  width: '2.4rem',
  cell: (row) => <SyncDot synced={row.synced} stick={row.stick} />,
};

export const caseColumns = (near: string): readonly Column<CaseRow>[] => [
  name,
  matter,
  { key: 'status', title: T.status, width: '9.4rem', cell: (row) => <StatusTag row={row} /> },
  { key: 'left', title: T.left, width: '7.2rem', cell: (row) => <DueTag row={row} /> },
  { key: 'due', title: T.due, width: '8.4rem', spare: 2, cell: (row) => <DueDay row={row} /> },
  idNumber,
  village(near),
  { key: 'on', title: T.on, width: '6rem', spare: 1, cell: (row) => <span className="bm-num">{row.on}</span> },
  synced,
];

export const villageColumns = (near: string): readonly Column<CaseRow>[] => [
  name,
  idNumber,
  matter,
  village(near),
  {
    key: 'phone',
    title: PERSON_FIELDS.phone.short,
    width: '7.5rem',
    cell: (row) => <span className="bm-num">{row.phone}</span>,
  },
  { key: 'on', title: T.on, width: '6rem', spare: 1, cell: (row) => <span className="bm-num">{row.on}</span> },
  synced,
];
