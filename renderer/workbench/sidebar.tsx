/** The lists of the day with their counts. */
import { Button } from 'antd';
import type { LocalDate } from '../../shared/base/brands.ts';
import { caseList } from '../../shared/case/case-lists.ts';
import type { CaseList } from '../../shared/case/case-lists.ts';
import { useAnswer } from '../app/client-hooks.ts';
import { AGENT_CHANGE_TEXTS } from '../components/agent-change/texts.ts';
import { SIDE_LISTS } from './lists.ts';
import { WORKBENCH_TEXTS as T } from './texts.ts';

interface SidebarProps {
  readonly today: LocalDate;
  readonly current: CaseList | null;
  readonly onChoose: (list: CaseList) => void;
  readonly onNew: () => void;
  readonly onVisitor: () => void;
  readonly onAppointments: () => void;
  readonly onAgents: () => void;
}

export function Sidebar({ today, current, onChoose, onNew, onVisitor, onAppointments, onAgents }: SidebarProps) {
  const counts = useAnswer('cases.counts', {});
  const visitors = useAnswer('site.visitors', {});
  const appointments = useAnswer('appointments.list', {});
  const waiting = (appointments.data ?? []).filter(({ state, day }) => state === 'open' && day <= today).length;
  return (
    <nav className="wb-side bm-screen-only" aria-label={T.lists}>
      <Button type="primary" size="large" block onClick={onNew} data-testid="new-case">
        {T.newCase} <kbd>{T.newCaseKey}</kbd>
      </Button>
      <Button block className="wb-visitor" onClick={onVisitor} data-testid="new-visitor">
        {T.visitor} <kbd>{T.visitorKey}</kbd>
      </Button>
      <Button block className="wb-visitor" onClick={onAppointments} data-testid="appointments-open">
        {T.appointments} <kbd>{T.appointmentsKey}</kbd>
        {waiting > 0 && (
          <span className="wb-count bm-num" data-tone="active" data-testid="count-appointments">
            {waiting}
          </span>
        )}
      </Button>
      <Button block className="wb-visitor" onClick={onAgents} data-testid="agents-open">
        {AGENT_CHANGE_TEXTS.title}
      </Button>
      {visitors.data && (
        <p className="wb-visitors bm-quiet bm-num" data-testid="visitors-today">
          {T.visitorsToday(visitors.data.consulted, visitors.data.firstAsked)}
        </p>
      )}
      {SIDE_LISTS.map((group) => (
        <ul key={group[0]} className="wb-group">
          {group.map((list) => {
            const { label, side } = caseList(list);
            const count = counts.data?.[list];
            return (
              <li key={list}>
                <button
                  type="button"
                  className="wb-entry"
                  aria-current={current === list ? 'page' : undefined}
                  data-testid={`list-${list}`}
                  onClick={() => onChoose(list)}
                >
                  <span>{label}</span>
                  <span
                    className="wb-count bm-num"
                    data-tone={count === undefined || count === 0 ? 'none' : side?.tone}
                    data-testid={`count-${list}`}
                  >
                    {count ?? '–'}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      ))}
    </nav>
  );
}
