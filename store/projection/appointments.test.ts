import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSigningKey } from '../trust/crypto.ts';
import { type TempSite, tempSite } from '../testing/temp-site.ts';
import { CENTRE, VILLAGE, Writer, day, person } from '../testing/writer.ts';
import { appointmentOf, appointmentsFrom } from './appointments.ts';
import { rebuildProjection } from './rebuild.ts';
import { reference } from '../testing/temp-site.ts';

const ON = day('2017-11-09');
const DAY = day('2017-11-10');

let site: TempSite;
const hub = makeSigningKey();
beforeEach(() => {
  site = tempSite({ hub });
});
afterEach(() => site.remove());

function writerAt(place: typeof CENTRE): Writer {
  const writer = new Writer(place);
  site.trust(writer);
  return writer;
}
const made = (writer: Writer, name = '向小明') =>
  writer.write({
    type: 'site.appointed',
    on: ON,
    data: { person: person(name), matter: 'SB-006', window: '社会保障', date: DAY, hour: 9, home: false },
  });
const ended = (writer: Writer, appointment: string, result: string, on = ON) =>
  writer.write({ type: 'site.appointment-ended', on, data: { appointment, result } });

describe('an appointment', () => {
  it('of a village stands beside the centre’s own, in any order of arrival and after a rebuild', () => {
    const [centre, village] = [writerAt(CENTRE), writerAt(VILLAGE)];
    const [own, other] = [made(centre), made(village, '田秀英')];
    site.pull(VILLAGE, [other]);
    site.pull(CENTRE, [own]);
    const names = () => appointmentsFrom(site.file, DAY).map(({ ledger, person: who }) => `${ledger} ${who.name}`);
    const before = names();
    expect(before.toSorted()).toEqual([`${CENTRE} 向小明`, `${VILLAGE} 田秀英`].toSorted());
    rebuildProjection(site.file, reference());
    expect(names()).toEqual(before);
  });

  it('that two ended apart ended as the canonical later one says, whichever came first', () => {
    const [one, two] = [writerAt(CENTRE), writerAt(CENTRE)];
    const event = made(one);
    const kept = ended(one, event._id, 'kept', DAY);
    const cancelled = ended(two, event._id, 'cancelled');
    site.pull(CENTRE, [event, kept]);
    site.pull(CENTRE, [cancelled]);
    expect(appointmentOf(site.file, event._id)?.end).toMatchObject({ result: 'kept', on: DAY });
  });

  it('is not ended by what another ledger says of it', () => {
    const [centre, village] = [writerAt(CENTRE), writerAt(VILLAGE)];
    const event = made(centre);
    site.pull(CENTRE, [event]);
    site.pull(VILLAGE, [ended(village, event._id, 'cancelled')]);
    expect(appointmentOf(site.file, event._id)?.end).toBeNull();
  });

  it('is listed after its day until something is said of how it ended', () => {
    const writer = writerAt(CENTRE);
    const event = made(writer);
    site.pull(CENTRE, [event]);
    const later = day('2017-11-20');
    expect(appointmentsFrom(site.file, later)).toHaveLength(1);
    site.pull(CENTRE, [ended(writer, event._id, 'missed', DAY)]);
    expect(appointmentsFrom(site.file, later)).toEqual([]);
  });
});
