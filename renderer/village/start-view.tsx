/** The first thing an agent sees: what lies here, and two big buttons. */
import type { SiteStatus } from '../../shared/api/rows.ts';
import { useAnswer } from '../app/client-hooks.ts';
import { AGENT_CHANGE_TEXTS } from '../components/agent-change/texts.ts';
import { Loaded } from '../components/notes.tsx';
import { TEXTS } from './texts.ts';
import { useRouter } from './routes.ts';
import type { Route } from './routes.ts';

interface TileProps {
  readonly label: string;
  readonly none: string;
  readonly count: number;
  readonly to: Route;
  readonly testId: string;
}

/** A pile of work: how many, or in words that there are none. */
function Tile({ label, none, count, to, testId }: TileProps) {
  const router = useRouter();
  return (
    <button
      type="button"
      className="vp-tile"
      data-some={count > 0 || undefined}
      data-testid={testId}
      data-count={count}
      onClick={() => router.go(to)}
    >
      {count > 0 ? (
        <>
          <strong className="bm-num">{count}</strong>
          <span>{label}</span>
        </>
      ) : (
        <span>{none}</span>
      )}
    </button>
  );
}

function BigButton(props: {
  readonly title: string;
  readonly hint: string;
  readonly main?: boolean;
  readonly to: Route;
  readonly testId: string;
}) {
  const router = useRouter();
  return (
    <button
      type="button"
      className="vp-big"
      data-main={props.main || undefined}
      data-testid={props.testId}
      onClick={() => router.go(props.to)}
    >
      <strong>{props.title}</strong>
      <span>{props.hint}</span>
    </button>
  );
}

export function StartView({ status }: { readonly status: SiteStatus }) {
  const counts = useAnswer('cases.counts', {});
  const sync = useAnswer('sync.status', {});
  const drafts = sync.data?.drafts ?? 0;
  const { start } = TEXTS;
  return (
    <div className="vp-start">
      <header className="vp-hello">
        <h1>{start.title(status.place?.name ?? '')}</h1>
        {status.staff && <p className="bm-quiet">{start.agent(status.staff.name)}</p>}
      </header>
      <div className="vp-bigs">
        <BigButton
          main
          testId="start-enter"
          title={start.enter}
          hint={drafts > 0 ? start.enterMore(drafts) : start.enterHint}
          to={{ view: 'grid' }}
        />
        <BigButton
          testId="start-import"
          title={start.import}
          hint={start.importHint}
          to={{ view: 'grid', importing: true }}
        />
      </div>
      <h2>{start.here}</h2>
      <Loaded answer={counts} lines={3}>
        {(count) => (
          <div className="vp-tiles">
            <Tile
              testId="tile-drafts"
              label={start.drafts}
              none={start.draftsNone}
              count={drafts + count['not-handed-over']}
              to={drafts > 0 ? { view: 'grid' } : { view: 'cases' }}
            />
            <Tile
              testId="tile-returned"
              label={start.returned}
              none={start.returnedNone}
              count={count.returned}
              to={{ view: 'returned' }}
            />
            <Tile
              testId="tile-results"
              label={count.results > 0 ? start.results : start.undelivered}
              none={start.resultsNone}
              count={count.results > 0 ? count.results : count['to-collect']}
              to={{ view: 'results' }}
            />
            <Tile
              testId="tile-questions"
              label={start.questions}
              none={start.questionsNone}
              count={count.questions}
              to={{ view: 'questions' }}
            />
          </div>
        )}
      </Loaded>
      <div className="vp-bigs">
        <BigButton
          testId="start-appointments"
          title={start.appointments}
          hint={start.appointmentsHint}
          to={{ view: 'appointments' }}
        />
        <BigButton testId="start-lists" title={start.lists} hint={start.listsHint} to={{ view: 'lists' }} />
        <BigButton
          testId="start-cases"
          title={start.all}
          hint={start.items(counts.data?.all ?? 0)}
          to={{ view: 'cases' }}
        />
        <BigButton
          testId="start-agents"
          title={AGENT_CHANGE_TEXTS.title}
          hint={start.agentsHint}
          to={{ view: 'agents' }}
        />
      </div>
    </div>
  );
}
