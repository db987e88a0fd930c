/** Data for the store's bench: some 100,000 cases of a centre, written as documents and projected by a rebuild. */
import type { LedgerEvent } from '../../shared/event/event.ts';
import { nameEvent } from '../../shared/event/event.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import { addDays } from '../../shared/base/local-date.ts';
import { ledgerName } from '../../shared/place/place.ts';
import { digestText } from '../../store/trust/crypto.ts';
import { openDataFile } from '../../store/file/data-file.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { reference, TestClock } from '../../store/testing/temp-site.ts';
import { CENTRE, day, person, received, Writer, type WriterDraft } from '../../store/testing/writer.ts';
import { TODAY } from '../clock.ts';

/** A writer that leaves out the signature: a rebuild takes it for checked, and 200,000 signatures would take longer than all the rest. */
class FastWriter extends Writer {
  override write(draft: WriterDraft): LedgerEvent {
    this.seq += 1;
    const body = {
      v: 1,
      ...draft,
      at: '2017-11-01T01:00:00.000Z',
      offset: null,
      by: {
        place: this.place,
        staff: 'A1',
        device: this.device,
        series: this.series,
        seq: this.seq,
        prev: this.last,
      },
    };
    const { _id, _rev } = nameEvent(body, digestText);
    this.last = _id;
    return { ...body, _id, _rev, sig: 'A'.repeat(86) } as unknown as LedgerEvent;
  }
}

const MATTERS = ['SB-006', 'SB-001', 'MZ-001', 'GA-007', 'NY-002'] as const;
/** The county's own share of concluded cases (report of 2017). */
const CONCLUDED = 0.9658;
/** Cases of a centre on a day, so that 100,000 of them are years. */
const PER_DAY = 60;
const BATCH = 1000;
/** Today, for the lists of the bench. */

/** Fills a new file with cases that ended today at the latest; answers how many events that were. */
export function fill(path: string, key: Buffer, cases: number): number {
  const file = openDataFile({ path, key });
  const writer = new FastWriter(CENTRE);
  const random = seededRandom(cases);
  const days = Math.ceil(cases / PER_DAY);
  let events: LedgerEvent[] = [];
  let count = 0;
  const flush = () => {
    file.store.putFirst(ledgerName(CENTRE), events);
    count += events.length;
    events = [];
  };
  for (let i = 0; i < cases; i += 1) {
    const on = addDays(TODAY, Math.floor(i / PER_DAY) - days + 1);
    const who = inventPerson(random);
    const kind = i % 3 === 0 ? 'promised' : 'immediate';
    const first = writer.write(
      received({
        number: `${CENTRE}-${on.replaceAll('-', '')}-b2${String((i % PER_DAY) + 1).padStart(4, '0')}`,
        on,
        person: person(who.name, { idNumber: who.idNumber, idVerified: true, phone: who.phone }),
        matter: MATTERS[i % MATTERS.length] as string,
        kind,
      }),
    );
    events.push(first);
    const old = i < cases * CONCLUDED;
    if (old && kind === 'immediate')
      events.push(
        writer.write({ type: 'concluded', case: first._id, after: [first._id], on, data: { result: 'approved' } }),
      );
    else if (kind === 'promised') {
      const accepted = writer.write({ type: 'accepted', case: first._id, after: [first._id], on, data: {} });
      events.push(accepted);
      if (old)
        events.push(
          writer.write({
            type: 'concluded',
            case: first._id,
            after: [accepted._id],
            on: addDays(on, 3),
            data: { result: 'approved' },
          }),
        );
    }
    if (events.length >= BATCH) flush();
  }
  flush();
  // As a machine that has it: what a program makes anew at the first start with a file is not what an opening costs.
  openLedger(file, { clock: new TestClock(), reference: reference() });
  file.close();
  return count;
}

/** `count` signed events of several village-like devices at the centre: four a case. */
export function foreignEvents(writers: readonly Writer[], count: number): LedgerEvent[] {
  const random = seededRandom(count);
  const on = day('2017-11-09');
  const events: LedgerEvent[] = [];
  for (let i = 0; events.length < count; i += 1) {
    const writer = writers[i % writers.length] as Writer;
    const who = inventPerson(random);
    const step = (type: string, after: LedgerEvent, data: Record<string, unknown>) =>
      writer.write({ type, case: first._id, after: [after._id], on, data });
    const first = writer.write(
      received({
        number: `${CENTRE}-20171109-b2${String(i + 1).padStart(4, '0')}`,
        on,
        person: person(who.name, { idNumber: who.idNumber, idVerified: true, phone: who.phone }),
      }),
    );
    const accepted = step('accepted', first, {});
    const concluded = step('concluded', accepted, { result: 'approved' });
    events.push(first, accepted, concluded, step('delivered', concluded, { signer: 'self' }));
  }
  return events;
}
