/** Held events of a stopped device: a proven event that names one proves that it was there before the stop (LEDGER §6), and lets it in. */
import type { PlaceCode } from '../../shared/base/brands.ts';
import { type LetIn, letInByPerson as letInByWord, namedBy, proves } from '../../store/ledger/after-stop.ts';
import type { Ledger } from '../../store/types.ts';
import { BY_ITSELF, intoLedger, type KnownEvent, noteDecision } from './held-decisions.ts';
import { noteDue } from './projector.ts';

const PROVEN = { by: BY_ITSELF, reason: '已收的记录证明它写于停用之前' };

/** As the store has it by the hub's word; a record of no case has no such word, and the decision alone says it. */
export function letInByPerson(ledger: Ledger): LetIn {
  const byWord = letInByWord(ledger);
  return (event) =>
    byWord(event) ||
    ledger.file
      .sql("SELECT 1 FROM hub_held WHERE id = ? AND decision = 'admitted' AND decided_by <> ?")
      .get(event._id, BY_ITSELF) !== undefined;
}

interface Held {
  readonly ledger: PlaceCode;
  readonly document: string;
}

/** Lets in what these records prove, and what that proves in turn, each into the ledger it came for. Within the transaction that stored them. */
export function admitProven(ledger: Ledger, place: PlaceCode, events: readonly KnownEvent[], now: number): void {
  const { file } = ledger;
  const isLetIn = letInByPerson(ledger);
  const heldOf = (ids: readonly string[]): Held[] =>
    file
      .sql(
        `SELECT ledger, document FROM hub_held WHERE id IN (SELECT value FROM json_each(?)) AND why = 'revoked'
           AND decision IN ('', 'kept-out')`,
      )
      .all(JSON.stringify(ids)) as Held[];
  const open = [{ place, events }];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    const { place: at } = from;
    const byName = new Map<string, KnownEvent[]>();
    for (const event of from.events)
      for (const id of namedBy(event)) {
        const known = byName.get(id);
        if (known === undefined) byName.set(id, [event]);
        else known.push(event);
      }
    const proven = heldOf([...byName.keys()])
      .map((row) => ({ place: row.ledger, event: JSON.parse(row.document) as KnownEvent }))
      .filter(({ place: other, event }) =>
        byName.get(event._id)?.some((witness) => proves(witness, event, at === other) && !isLetIn(witness)),
      );
    for (const [other, rows] of Map.groupBy(proven, (row) => row.place)) {
      const found = rows.map(({ event }) => event);
      intoLedger(ledger, other, found);
      noteDecision(file, other, found, { ...PROVEN, now, decision: 'admitted' });
      noteDue(file, other, ledger.leaveBehind());
      open.push({ place: other, events: found });
    }
  }
}
