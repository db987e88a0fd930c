/** What came of taking a bundle. */
import type { StickTaken } from '../../shared/api/stick.ts';
import { STICK_TEXTS } from './texts.ts';
import './stick.css';

const words = STICK_TEXTS.taken;

export function TakenView({ taken }: { readonly taken: StickTaken }) {
  const lines = [
    { key: 'events', text: words.events(taken.events), show: true, tone: 'good' },
    { key: 'received', text: words.received(taken.received), show: taken.received > 0, tone: 'good' },
    { key: 'known', text: words.known(taken.known), show: taken.known > 0, tone: 'quiet' },
    { key: 'county', text: words.county(taken.county), show: taken.county > 0, tone: 'quiet' },
    { key: 'held', text: words.held(taken.held), show: taken.held > 0, tone: 'warn' },
    { key: 'left-out', text: words.leftOut(taken.leftOut), show: taken.leftOut > 0, tone: 'warn' },
  ];
  return (
    <div
      role="status"
      data-testid="stick-taken"
      data-events={taken.events}
      data-known={taken.known}
      data-received={taken.received}
    >
      <h3>{words.title}</h3>
      <ul className="bm-stick-lines">
        {lines
          .filter(({ show }) => show)
          .map(({ key, text, tone }) => (
            <li key={key} data-tone={tone}>
              {text}
            </li>
          ))}
      </ul>
    </div>
  );
}
