import { afterEach, beforeEach, expect, it } from 'vitest';
import { ledgerName } from '../shared/place/place.ts';
import { foldCase } from '../shared/case/fold/fold.ts';
import { caseEvents, getCase, orphans } from './projection/cases.ts';
import { rebuildProjection } from './projection/rebuild.ts';
import { type TempSite, reference, tempSite } from './testing/temp-site.ts';
import { CENTRE, Writer, day, person, received } from './testing/writer.ts';

let site: TempSite;
beforeEach(() => {
  site = tempSite();
});
afterEach(() => site.remove());

it('an event of a next version with keys more makes its case, and is kept as it was signed, also when the tables are made anew', () => {
  const writer = new Writer(CENTRE);
  site.trust(writer);
  const draft = received({ number: `${CENTRE}-20171101-B2-0001`, on: day('2017-11-01'), person: person('测试甲') });
  const data = { ...draft.data, person: { ...(draft.data['person'] as object), ethnicity: '土家族' }, appointment: 7 };
  const first = writer.write({ ...draft, data });
  const step = writer.write({
    type: 'accepted',
    case: first._id,
    after: [first._id],
    on: day('2017-11-02'),
    data: { appointment: 7 },
  });
  site.pull(CENTRE, [first, step]);
  for (const remake of [() => {}, () => rebuildProjection(site.file, reference())]) {
    remake();
    expect(getCase(site.file, first._id)).toMatchObject({ name: '测试甲', state: 'accepted' });
    expect(orphans(site.file)).toEqual([]);
    expect(site.file.store.get(ledgerName(CENTRE), first._id)).toMatchObject(first);
    expect(caseEvents(site.file, first._id)).toEqual([first, step]);
    expect(foldCase(caseEvents(site.file, first._id))?.steps.map(({ effect }) => effect)).toEqual([
      'effective',
      'effective',
    ]);
  }
});
