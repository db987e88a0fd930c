/** One list of cases, or what a search finds in it. */
import type { CaseRow, SiteStatus } from '../../shared/api/rows.ts';
import { CASE_LISTS } from '../../shared/case/case-lists.ts';
import type { CaseList as ListName } from '../../shared/case/case-lists.ts';
import { useRows } from '../app/client-hooks.ts';
import { ExportButton } from '../components/export-button.tsx';
import { VirtualTable } from '../components/virtual-table.tsx';
import { listColumns } from './columns.tsx';
import { emptyText } from './lists.ts';
import { PlatformExportButton } from './platform/export-dialog.tsx';
import { PlatformImportButton } from './platform/import-dialog.tsx';
import { useRouter } from './routes.ts';
import { WORKBENCH_TEXTS as T } from './texts.ts';
import { VillageRows } from './village-rows.tsx';

interface CaseListProps {
  readonly list: ListName;
  readonly query: string;
  readonly status: SiteStatus;
}

/** Rows asked for at a time. */
const PAGE = 100;

export function CaseList({ list, query, status }: CaseListProps) {
  const { go } = useRouter();
  // A search looks everywhere: the applicant at the counter does not know in which list the case is.
  const filter = { list: query === '' ? list : ('all' as const), query };
  const rows = useRows('cases.list', { ...filter, limit: PAGE });
  const open = (row: CaseRow) => go({ view: 'case', case: row.case });
  const title = query === '' ? CASE_LISTS[list].label : T.searchResult(query);
  return (
    <section className="wb-list" aria-label={title} data-testid="case-list" data-list={list}>
      <header className="wb-list-head">
        <h1 className="wb-title">{title}</h1>
        <div className="wb-list-tools">
          {list === 'to-key' && query === '' && (
            <>
              <PlatformImportButton />
              <PlatformExportButton />
            </>
          )}
          <ExportButton what={title} filter={filter} />
        </div>
      </header>
      {list === 'from-villages' && query === '' ? (
        <VillageRows rows={rows} status={status} query={query} onOpen={open} />
      ) : (
        <VirtualTable
          label={title}
          columns={listColumns(list, status.place?.name ?? '')}
          rows={rows}
          rowKey={(row) => row.case}
          onOpen={open}
          empty={emptyText(list, query)}
          takeFocus
          testId="cases"
        />
      )}
    </section>
  );
}
