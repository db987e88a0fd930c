/** The township workbench: today's lists at the left, one list, case or registration beside them. All of it works by keys. */
import { Button, Input } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { SiteStatus } from '../../shared/api/rows.ts';
import type { CaseList as CaseListName } from '../../shared/case/case-lists.ts';
import { AgentChangeView } from '../components/agent-change/agent-change-view.tsx';
import { AGENT_CHANGE_TEXTS } from '../components/agent-change/texts.ts';
import { AppointmentsView } from '../components/appointments/appointments-view.tsx';
import { CasePage } from '../components/case-actions/case-page.tsx';
import { CaseList } from './case-list.tsx';
import { useHotkeys } from './hotkeys.ts';
import { CopySheetButton } from './platform/copy-sheet.tsx';
import { RegisterPage } from './register/register-page.tsx';
import { RouterProvider, useRouter } from './routes.ts';
import type { Route } from './routes.ts';
import { Sidebar } from './sidebar.tsx';
import { WORKBENCH_TEXTS as T } from './texts.ts';
import { VisitorDialog } from './visitor-dialog.tsx';
import { useLeaveGuard } from './use-leave.ts';
import './workbench.css';

const HOME: Route & { readonly view: 'list' } = { view: 'list', list: 'open' };

const focusRows = () => document.querySelector<HTMLElement>('.wb-keep [role="listbox"]')?.focus();

function Desk({ status }: { readonly status: SiteStatus }) {
  const { route, go, back, replace, reset } = useRouter();
  // Behind a case or a registration the list stays that was open last.
  const [last, setLast] = useState<CaseListName>(HOME.list);
  const [query, setQuery] = useState('');
  const [visitor, setVisitor] = useState(false);
  const search = useRef<InputRef>(null);
  const { setDirty, leave } = useLeaveGuard();
  const inList = route.view === 'list';
  const list = inList ? route.list : last;
  if (list !== last) setLast(list);
  const toList = () => reset({ view: 'list', list });
  useEffect(() => {
    if (inList && document.activeElement === document.body) focusRows();
  }, [inList]);
  const startNew = () =>
    void leave(() => {
      if (route.view === 'register') replace({ view: 'register', matter: null, key: route.key + 1 });
      else go({ view: 'register', matter: null, key: 0 });
    });
  const toAgents = () => void leave(() => route.view !== 'agents' && go({ view: 'agents' }));
  const toAppointments = () => void leave(() => route.view !== 'appointments' && go({ view: 'appointments' }));
  useHotkeys({
    onNew: startNew,
    onVisitor: () => setVisitor(true),
    onAppointments: toAppointments,
    onSearch: () =>
      void leave(() => {
        if (!inList) toList();
        // The search box appears with the list.
        setTimeout(() => search.current?.focus({ cursor: 'all' }));
      }),
    onBack: () => {
      if (!inList) void leave(back);
      else {
        setQuery('');
        focusRows();
      }
    },
  });
  return (
    <div className="wb">
      <Sidebar
        current={inList && query === '' ? list : null}
        onNew={startNew}
        onVisitor={() => setVisitor(true)}
        onAppointments={toAppointments}
        onAgents={toAgents}
        today={status.today}
        onChoose={(chosen) =>
          void leave(() => {
            setQuery('');
            reset({ view: 'list', list: chosen });
          })
        }
      />
      <main className="wb-main">
        {route.view !== 'register' && (
          <div className="wb-search bm-screen-only">
            <Input
              ref={search}
              allowClear
              value={query}
              placeholder={T.search}
              suffix={<span className="bm-quiet">{T.searchKey}</span>}
              data-testid="search"
              onChange={(event) => {
                setQuery(event.target.value);
                if (!inList) toList();
              }}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return;
                event.preventDefault();
                focusRows();
              }}
            />
            {(route.view === 'case' || route.view === 'appointments' || route.view === 'agents') && (
              <Button onClick={back} data-testid="back">
                {T.back} <kbd>{T.backKey}</kbd>
              </Button>
            )}
          </div>
        )}
        {/* Hidden, not gone: coming back, the list is where it was. */}
        <div className="wb-keep" hidden={!inList}>
          <CaseList key={list} list={list} query={query.trim()} status={status} />
        </div>
        {route.view === 'case' && (
          <div className="wb-scroll">
            <CasePage
              key={route.case}
              id={route.case}
              status={status}
              onOpenCase={(id) => go({ view: 'case', case: id })}
              Tool={CopySheetButton}
            />
          </div>
        )}
        {route.view === 'appointments' && (
          <div className="wb-scroll">
            <h1 className="wb-title">{T.appointments}</h1>
            <AppointmentsView
              status={status}
              onKept={({ id, matter }) => go({ view: 'register', matter, key: 0, appointment: id })}
            />
          </div>
        )}
        {route.view === 'agents' && (
          <div className="wb-scroll">
            <h1 className="wb-title">{AGENT_CHANGE_TEXTS.title}</h1>
            <AgentChangeView status={status} />
          </div>
        )}
        {route.view === 'register' && (
          <RegisterPage
            key={route.key}
            matter={route.matter}
            appointment={route.appointment ?? null}
            round={route.key}
            status={status}
            onDirty={setDirty}
            onList={toList}
          />
        )}
      </main>
      {visitor && <VisitorDialog status={status} onClose={() => setVisitor(false)} />}
    </div>
  );
}

export function Workbench({ status }: { readonly status: SiteStatus }) {
  return (
    <RouterProvider home={HOME}>
      <Desk status={status} />
    </RouterProvider>
  );
}
