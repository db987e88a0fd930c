/** What the hub asks: for every rule that an event breaks, one `questioned` event of its own in the same ledger (DESIGN §5: accept, then judge). */
import type { EventId, LocalDate, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import type { LedgerEvent, NewerEvent } from '../../shared/event/event.ts';
import type { CaseFold } from '../../shared/case/case-types.ts';
import { type Question, judge, judgeFirst } from '../../shared/case/judge.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { ledgerOfEvent } from '../../store/projection/event-facts.ts';
import { eventsOfCase } from '../../store/projection/project-case.ts';
import { isReadable } from '../../store/projection/event-rows.ts';
import type { Ledger, ReadDb } from '../../store/types.ts';

/** Stands in `by.staff` of what the hub's machine asks; a person of the county signs in as `county`. */
const HUB_STAFF = 'hub' as StaffId;

/** Once per event and rule, also when the same events come again in other company. */
function isNews(file: ReadDb, question: Question): boolean {
  return (
    file.sql('SELECT 1 FROM hub_asked WHERE event = ? AND rule = ?').get(question.about, question.rule) === undefined
  );
}

function ask(ledger: Ledger, place: PlaceCode, caseId: EventId, question: Question, on: LocalDate): void {
  const { about, rule, field, text } = question;
  const { id } = ledger.append({
    ledger: place,
    type: 'questioned',
    case: caseId,
    about,
    on,
    staff: HUB_STAFF,
    data: { rule, ...(field === undefined ? {} : { field: field.slice(0, 80) }), text: text.slice(0, 400) },
  });
  ledger.file
    .sql('INSERT INTO hub_asked (event, rule, question) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    .run(about, rule, id);
}

function questionsOf(ledger: Ledger, caseId: EventId, fold: CaseFold | null, today: LocalDate): readonly Question[] {
  if (fold !== null) {
    const { calendar, catalogue } = ledger.reference();
    return judge(fold, { calendar, catalogue, today });
  }
  const first = eventsOfCase(ledger.file, caseId).find((event) => event._id === caseId);
  const question = first !== undefined && isReadable(first) ? judgeFirst(first) : null;
  return question === null ? [] : [question];
}

/** A question that came back from a site after a restore counts as asked. Within the transaction that stores the event. */
export function learnQuestion(ledger: Ledger, event: LedgerEvent | NewerEvent): void {
  if (!isReadable(event) || event.type !== 'questioned') return;
  const rule = event.data['rule'];
  if (event.about === undefined || typeof rule !== 'string' || event.by.device !== ledger.identity()?.device) return;
  ledger.file
    .sql('INSERT INTO hub_asked (event, rule, question) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
    .run(event.about, rule, event._id);
}

/** Asks in the case's own ledger about each rule that its fold (null: it has none) breaks and that has not been asked about yet. */
export function questionCase(ledger: Ledger, caseId: EventId, fold: CaseFold | null, now: number): void {
  const home = ledgerOfEvent(ledger.file, caseId);
  if (home === null) return;
  const today = localDateOf(now);
  for (const question of questionsOf(ledger, caseId, fold, today))
    if (isNews(ledger.file, question)) ask(ledger, home, caseId, question, today);
}
