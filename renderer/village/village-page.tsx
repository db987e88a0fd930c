/** The page of a village point: what lies here, the grid of slips, handing over, what came back. */
import { App, ConfigProvider } from 'antd';
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import type { SiteStatus } from '../../shared/api/rows.ts';
import { useLargeText } from '../app/large-text.ts';
import { AgentChangeView } from '../components/agent-change/agent-change-view.tsx';
import { AGENT_CHANGE_TEXTS } from '../components/agent-change/texts.ts';
import { AppointmentsView } from '../components/appointments/appointments-view.tsx';
import { CasesView, OneCase } from './cases-view.tsx';
import { FinishView } from './finish-view.tsx';
import { BatchView } from './grid/batch-view.tsx';
import { ListView, ListsView } from './list-view.tsx';
import { QuestionsView } from './questions-view.tsx';
import { ResultsView } from './results-view.tsx';
import { ReturnedView } from './returned-view.tsx';
import { StartView } from './start-view.tsx';
import { TEXTS } from './texts.ts';
import { useVillageKeys } from './use-village-keys.ts';
import { RouterProvider, useRouter } from './routes.ts';
import { ViewHead } from './view-head.tsx';
import './village.css';

/** Pixels of ordinary text: larger than elsewhere, the agents are over 55 (WORKFLOWS (b), step 4). */
const TEXT_SIZE = { normal: 17, large: 20 } as const;

function View({ status, scale }: { readonly status: SiteStatus; readonly scale: number }): ReactElement {
  const { route } = useRouter();
  useVillageKeys();
  switch (route.view) {
    case 'start':
      return <StartView status={status} />;
    case 'grid':
      return (
        <BatchView scale={scale} problemsOnly={route.problemsOnly ?? false} importing={route.importing ?? false} />
      );
    case 'finish':
      return <FinishView centre={status.centre?.name ?? ''} />;
    case 'list':
      return <ListView list={route.list} fresh={route.fresh ?? false} />;
    case 'lists':
      return <ListsView />;
    case 'returned':
      return <ReturnedView today={status.today} />;
    case 'results':
      return <ResultsView status={status} />;
    case 'questions':
      return <QuestionsView />;
    case 'appointments':
      return (
        <div className="vp-page">
          <ViewHead title={TEXTS.start.appointments} />
          <AppointmentsView status={status} />
        </div>
      );
    case 'agents':
      return (
        <div className="vp-page">
          <ViewHead title={AGENT_CHANGE_TEXTS.title} />
          <AgentChangeView status={status} />
        </div>
      );
    case 'cases':
      return <CasesView />;
    case 'case':
      return <OneCase id={route.case} />;
  }
}

export function VillagePage({ status }: { readonly status: SiteStatus }) {
  const large = useLargeText();
  const fontSize = large ? TEXT_SIZE.large : TEXT_SIZE.normal;
  useEffect(() => {
    document.documentElement.toggleAttribute('data-village', true);
    return () => {
      document.documentElement.toggleAttribute('data-village', false);
    };
  }, []);
  return (
    <ConfigProvider theme={{ token: { fontSize, controlHeight: large ? 46 : 40 } }}>
      {/* Notices and questions of this page in its own type size. */}
      <App component={false} message={{ maxCount: 3, top: 60 }} notification={{ placement: 'topRight', maxCount: 3 }}>
        <RouterProvider home={{ view: 'start' }}>
          <main className="vp" data-testid="village-page">
            <View status={status} scale={fontSize / TEXT_SIZE.normal} />
          </main>
        </RouterProvider>
      </App>
    </ConfigProvider>
  );
}
