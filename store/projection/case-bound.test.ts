/** A case that one machine made endless, in a real file. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MOST_REMARKS, MOST_STEPS, MOST_STEPS_OF_ONE } from '../../shared/case/case-bound.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { foldCase } from '../../shared/case/fold/fold.ts';
import { makeSigningKey } from '../trust/crypto.ts';
import { eventsBeyond } from './project-case.ts';
import { caseEvents, getCase } from './cases.ts';
import { tempSite, type TempSite } from '../testing/temp-site.ts';
import { CENTRE, day, person, received, STAFF, Writer } from '../testing/writer.ts';
import { projectionDigests } from '../ledger/verify.ts';

const hub = makeSigningKey();
const ON = day('2017-11-02');
let sites: TempSite[] = [];
let writer: Writer;
let first: LedgerEvent;
let flood: LedgerEvent[];
/** Steps of it. */
let flooded: number;

beforeEach(() => {
  sites = [0, 1].map(() => tempSite({ place: CENTRE, hub }));
  writer = new Writer(CENTRE);
  for (const site of sites) site.trust(writer);
  first = writer.write(received({ number: `${CENTRE}-20171102-B2-0001`, on: ON, person: person('测试甲') }));
  let last = writer.write({ type: 'accepted', case: first._id, after: [first._id], on: ON, data: {} });
  flood = [last];
  for (let n = 0; n < MOST_STEPS; n += 1) {
    const [type, data] = n % 2 === 0 ? ['paused', { reason: 'expert-review', text: '等' }] : ['resumed', {}];
    last = writer.write({
      type: type as string,
      case: first._id,
      after: [last._id],
      on: ON,
      data: data as Record<string, unknown>,
    });
    flood.push(last);
  }
  flooded = flood.length;
  const about = { case: first._id, about: first._id, on: ON };
  for (let n = 0; n < MOST_REMARKS + 100; n += 1)
    flood.push(writer.write({ type: 'noted', ...about, data: { text: `${n}` } }));
});
afterEach(() => {
  for (const site of sites) site.remove();
});

it(
  'is the same whatever came first, keeps all of it, counts a bounded part, and one more remark reads no more than that',
  { timeout: 60_000 },
  () => {
    const [one, other] = sites as [TempSite, TempSite];
    one.pull(CENTRE, [first, ...flood], 700);
    other.pull(CENTRE, [...flood.toReversed(), first], 900);
    expect(projectionDigests(one.file)).toEqual(projectionDigests(other.file));
    expect(one.file.store.info(`ledger-${CENTRE}`).doc_count).toBe(flood.length + 1);
    expect(eventsBeyond(one.file, first._id)).toBe(flooded - MOST_STEPS_OF_ONE + 100);
    const fold = foldCase(caseEvents(one.file, first._id), first._id);
    expect([fold?.steps.length, fold?.remarks.length]).toEqual([1 + MOST_STEPS_OF_ONE, MOST_REMARKS]);

    const reads = vi.spyOn(one.file.store, 'get');
    const { id } = one.ledger.append({
      ledger: CENTRE,
      type: 'noted',
      case: first._id,
      about: first._id,
      on: ON,
      data: { text: '别的电脑写的' },
      staff: STAFF,
    });
    expect(reads.mock.calls.length).toBeLessThanOrEqual(MOST_STEPS + MOST_REMARKS);
    // Another machine's word is not pushed out by the flood.
    expect(caseEvents(one.file, first._id).map(({ _id }) => _id)).toContain(id);
    expect(getCase(one.file, first._id)?.unsynced).toBe(flood.length + 2);

    // The case stands where the last step that counts left it, and another machine ends it from there.
    const heads = fold?.heads ?? [];
    expect(heads).toEqual([flood[MOST_STEPS_OF_ONE - 1]?._id]);
    one.ledger.append({
      ledger: CENTRE,
      type: 'concluded',
      case: first._id,
      after: [...heads],
      on: ON,
      data: { result: 'approved' },
      staff: STAFF,
    });
    expect(getCase(one.file, first._id)).toMatchObject({ state: 'concluded' });
  },
);
