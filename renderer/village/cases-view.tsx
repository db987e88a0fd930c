/** Every case of the village, to look up, and one case with its whole history. */
import { useDeferredValue, useState } from 'react';
import { PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import type { CaseRow } from '../../shared/api/rows.ts';
import type { EventId } from '../../shared/base/brands.ts';
import { useAnswer, useRows } from '../app/client-hooks.ts';
import { CaseBeyond } from '../components/case-actions/case-beyond.tsx';
import { CaseView } from '../components/case/case-view.tsx';
import { ExportButton } from '../components/export-button.tsx';
import { Loaded } from '../components/notes.tsx';
import { ApplicantName, StatusTag, SyncDot } from '../components/tags.tsx';
import { SearchField } from '../components/search-field.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import type { Column } from '../components/virtual-table.tsx';
import { TEXTS } from './texts.ts';
import { ViewHead } from './view-head.tsx';
import { useRouter } from './routes.ts';

const words = TEXTS.cases;

const COLUMNS: readonly Column<CaseRow>[] = [
  { key: 'name', title: PERSON_FIELDS.name.label, width: '7rem', cell: (row) => <ApplicantName row={row} /> },
  { key: 'matter', title: words.matter, width: 'minmax(10rem, 1fr)', cell: (row) => row.matterName },
  { key: 'on', title: words.on, width: '7rem', cell: (row) => <span className="bm-num">{row.on}</span> },
  { key: 'status', title: words.status, width: '14rem', cell: (row) => <StatusTag row={row} /> },
  { key: 'hub', title: words.hub, width: '4rem', cell: (row) => <SyncDot synced={row.synced} stick={row.stick} /> },
];

export function CasesView() {
  const router = useRouter();
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query.trim());
  const rows = useRows('cases.list', { list: 'all', query: asked });
  return (
    <div className="vp-page vp-fill">
      <ViewHead title={words.all}>
        <SearchField
          autoFocus
          className="vp-search"
          placeholder={words.search}
          value={query}
          onChange={setQuery}
          testId="case-search"
        />
        <ExportButton what={words.all} filter={{ list: 'all', query: asked }} />
      </ViewHead>
      <VirtualTable
        label={words.all}
        testId="village-cases"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.case}
        onOpen={(row) => router.go({ view: 'case', case: row.case })}
        empty={words.none}
      />
    </div>
  );
}

export function OneCase({ id }: { readonly id: EventId }) {
  const detail = useAnswer('cases.get', { case: id });
  return (
    <div className="vp-page">
      <ViewHead title={words.open} />
      <Loaded answer={detail}>{(found) => <CaseView detail={found} Beyond={CaseBeyond} />}</Loaded>
    </div>
  );
}
