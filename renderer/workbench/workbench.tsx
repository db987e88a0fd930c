/** The township workbench: today's lists at the left, one list, case or registration beside them. All of it works by keys. */
import { Button, Input } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { CaseList as CaseListName, SiteStatus } from '../../shared/api/rows.ts';
import { CasePage } from '../components/case-actions/case-page.tsx';
import { CaseList } from './case-list.tsx';
import { RegisterPage } from './register/register-page.tsx';
import { RouterProvider, useRouter } from './routes.ts';
import type { Route } from './routes.ts';
import { Sidebar } from './sidebar.tsx';
import { WORKBENCH_TEXTS as T } from './texts.ts';
import './workbench.css';

const HOME: Route = { view: 'list' };

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** A dialog has its own keys. */
const dialogOpen = () => document.querySelector('.ant-modal-wrap:not([style*="none"])') !== null;

function useHotkeys(keys: { readonly onNew: () => void; readonly onSearch: () => void; readonly onBack: () => void }) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (dialogOpen()) return;
      if (event.key === 'F2') keys.onNew();
      else if (event.key === '/' && !isTyping(event.target)) keys.onSearch();
      else if (event.key === 'Escape' && !event.defaultPrevented) keys.onBack();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [keys]);
}

function Desk({ status }: { readonly status: SiteStatus }) {
  const { route, go, back, reset } = useRouter();
  const [list, setList] = useState<CaseListName>('open');
  const [query, setQuery] = useState('');
  const search = useRef<InputRef>(null);
  const startNew = () => go({ view: 'register', matter: null, key: Date.now() });
  const toList = () => route.view !== 'list' && reset({ view: 'list' });
  useHotkeys({
    onNew: startNew,
    onSearch: () => {
      toList();
      search.current?.focus({ cursor: 'all' });
    },
    onBack: () => (route.view === 'list' ? setQuery('') : back()),
  });
  return (
    <div className="wb">
      <Sidebar
        current={route.view === 'list' && query === '' ? list : null}
        onNew={startNew}
        onChoose={(chosen) => {
          setQuery('');
          setList(chosen);
          reset({ view: 'list' });
        }}
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
                toList();
              }}
              onKeyDown={(event) => {
                if (event.key !== 'ArrowDown') return;
                event.preventDefault();
                document.querySelector<HTMLElement>('[data-testid="cases"]')?.focus();
              }}
            />
            {route.view === 'case' && (
              <Button onClick={back} data-testid="back">
                {T.back} <kbd>{T.backKey}</kbd>
              </Button>
            )}
          </div>
        )}
        {/* Hidden, not gone: coming back, the list is where it was. */}
        <div className="wb-keep" hidden={route.view !== 'list'}>
          <CaseList key={list} list={list} query={query.trim()} status={status} />
        </div>
        {route.view === 'case' && (
          <div className="wb-scroll">
            <CasePage id={route.id} status={status} />
          </div>
        )}
        {route.view === 'register' && <RegisterPage key={route.key} matter={route.matter} status={status} />}
      </main>
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
