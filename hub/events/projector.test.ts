import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseNo, DeviceId, PlaceCode } from '../../shared/base/brands.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { referenceCalendar, referenceCatalogue, referencePlaces } from '../../shared/reference/load.ts';
import { casesOfNumber, getCase } from '../../store/projection/cases.ts';
import { StoreError } from '../../store/file/errors.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import type { Ledger, Reference } from '../../store/types.ts';
import { countCalls } from '../../test/fixtures/count-calls.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { FakeDevice } from '../../test/hub/fake-device.ts';
import { createCode } from '../device-api/codes.ts';
import { enrol } from '../device-api/enrol.ts';
import { openHubFile } from '../admin/hub-file.ts';
import { receive } from './receive.ts';
import { countDue, Projector } from './projector.ts';
import { secretOf } from '../../test/hub/code-secret.ts';

const NOW = Date.parse('2026-11-21T02:00:00.000Z');
const places = referencePlaces();
const reference: Reference = { calendar: referenceCalendar(), places, catalogue: referenceCatalogue() };

let folder: string;
let ledger: Ledger;
let failures: unknown[];
const projectors: Projector[] = [];

function open(using: Reference = reference): void {
  const { file } = openHubFile({ folder, county: places.county.code, now: NOW });
  ledger = openLedger(file, { clock: { now: () => NOW, offset: () => 0 }, reference: using });
}

/** As a power cut leaves it: acknowledged events, and no program to project them. */
function cut(): void {
  for (const projector of projectors.splice(0)) projector.close();
  ledger.file.close();
}

function projector(notYet: () => readonly string[] = () => []): Projector {
  const made = new Projector({ ledger, now: () => NOW, report: (failure) => failures.push(failure), notYet });
  projectors.push(made);
  return made;
}

async function enrolled(place: PlaceCode): Promise<FakeDevice> {
  const device = new FakeDevice(place);
  const { file } = ledger;
  const { identity } = openedIdentity();
  const { code } = await createCode(file, place, 'ab'.repeat(32), NOW);
  const answer = await enrol(
    { file, hub: identity, now: NOW },
    { code: secretOf(code), key: device.key.publicKey, machine: 'test' },
  );
  device.device = answer?.certificate.device ?? '';
  return device;
}

/** The hub's identity, read beside the open file. */
function openedIdentity() {
  const opened = openHubFile({ folder, county: places.county.code, now: NOW });
  opened.file.close();
  return opened;
}

const deliver = (device: FakeDevice, events: readonly LedgerEvent[], place = device.place) =>
  receive(ledger, place, events, { device: device.device as DeviceId, holds: true }, NOW);

const questions = (): number =>
  ledger.file.sql("SELECT count(*) FROM event_row WHERE type = 'questioned'").pluck().get() as number;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-project-'));
  failures = [];
  open();
});
afterEach(() => {
  cut();
  rmSync(folder, { recursive: true, force: true });
});

describe('a delivery', () => {
  it('is taken without its cases’ rows, and has rows and questions when who reads has waited', async () => {
    const device = await enrolled(CENTRE);
    const events = device.caseOfFive('2026-11-20');
    deliver(device, [...events, device.step('accepted', '2026-11-20', events[4] as LedgerEvent)]);
    const first = (events[0] as LedgerEvent)._id;
    expect([countDue(ledger.file), getCase(ledger.file, first), questions()]).toEqual([1, null, 0]);
    await projector().projected([CENTRE]);
    expect([countDue(ledger.file), getCase(ledger.file, first)?.state, questions()]).toEqual([0, 'delivered', 1]);
  });

  it('is projected by itself, also one that comes later', async () => {
    projector();
    const device = await enrolled(CENTRE);
    for (const day of ['2026-11-19', '2026-11-20']) {
      const events = device.caseOfFive(day);
      deliver(device, events);
      await expect.poll(() => countDue(ledger.file)).toBe(0);
      expect(getCase(ledger.file, (events[0] as LedgerEvent)._id)?.state).toBe('delivered');
    }
  });

  it('is projected also where it comes at the moment in which the last one has been', async () => {
    const device = await enrolled(CENTRE);
    const late = device.received('2026-11-21');
    let isLast = false;
    projector(() => {
      if (isLast && countDue(ledger.file) === 0) {
        isLast = false;
        queueMicrotask(() => deliver(device, [late]));
      }
      return [];
    });
    isLast = true;
    deliver(device, device.caseOfFive('2026-11-20'));
    await expect.poll(() => getCase(ledger.file, late._id)?.state).toBe('received');
  });

  it('that a power cut left due is projected at the next start, and asked about once', async () => {
    const device = await enrolled(CENTRE);
    const events = device.caseOfFive('2026-11-20');
    deliver(device, [...events, device.step('accepted', '2026-11-20', events[4] as LedgerEvent)]);
    for (let start = 0; start < 2; start += 1) {
      cut();
      open();
      projector();
      await expect.poll(() => countDue(ledger.file)).toBe(0);
      expect(questions()).toBe(1);
    }
  });

  it.each([
    ['that breaks no rule folds its case once', 1, (device: FakeDevice) => device.caseOfFive('2026-11-20')],
    [
      'that is asked about folds its case at most twice',
      2,
      (device: FakeDevice) => {
        const events = device.caseOfFive('2026-11-20');
        return [...events, device.step('accepted', '2026-11-20', events[4] as LedgerEvent)];
      },
    ],
    [
      'of a number that is taken folds the case that keeps it once, the other at most twice',
      3,
      (device: FakeDevice) => {
        const number = `${CENTRE}-20261120-zz0001` as CaseNo;
        return [device.received('2026-11-20', { number }), device.received('2026-11-20', { number, window: '社保' })];
      },
    ],
  ])('%s', async (_, most, events) => {
    const device = await enrolled(CENTRE);
    const { calls } = await countCalls('/shared/case/fold/fold.ts', 'foldCase', async () => {
      deliver(device, events(device));
      await projector().projected([CENTRE]);
    });
    expect(countDue(ledger.file)).toBe(0);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(most);
  });

  it('keeps its number where a later one bears the same, in whatever order they are projected', async () => {
    const device = await enrolled(CENTRE);
    const number = `${CENTRE}-20261120-ZZ-0001` as CaseNo;
    const pair = [device.received('2026-11-20', { number }), device.received('2026-11-20', { number, window: '社保' })];
    // What is projected for a reader goes by id; here the greater id comes first.
    const [early, late] = pair.toSorted((a, b) => (a._id < b._id ? 1 : -1)) as [LedgerEvent, LedgerEvent];
    deliver(device, [early]);
    deliver(device, [late]);
    await projector().projected([CENTRE]);
    expect(casesOfNumber(ledger.file, number).map((each) => each.case)).toEqual([early._id]);
    expect(casesOfNumber(ledger.file, `${number}-2`).map((each) => each.case)).toEqual([late._id]);
  });
});

describe('a case that can’t be projected', () => {
  /** Fails for one ledger, as a fault in the program would. */
  const faulty = (failure: Error): Reference => ({
    ...reference,
    places: Object.assign(Object.create(places) as Reference['places'], {
      centreOf: () => {
        throw failure;
      },
    }),
  });

  it('keeps no other from it, is told of once, and is tried again at the next start', async () => {
    cut();
    open(faulty(new TypeError('planted')));
    const [village, centre] = [await enrolled(VILLAGE), await enrolled(CENTRE)];
    const stuck = village.proxyReceived('2026-11-20');
    deliver(village, [stuck]);
    const fine = centre.received('2026-11-20');
    deliver(centre, [fine]);
    await projector().projected(null);
    expect([countDue(ledger.file), failures.length]).toEqual([1, 1]);
    expect([getCase(ledger.file, fine._id)?.state, getCase(ledger.file, stuck._id)]).toEqual(['received', null]);
    cut();
    open();
    await projector().projected(null);
    expect([countDue(ledger.file), getCase(ledger.file, stuck._id)?.case]).toEqual([0, stuck._id]);
  });

  it(
    'because the file can’t be read just then is reported, and projected when it can',
    { timeout: 30_000 },
    async () => {
      projector();
      const centre = await enrolled(CENTRE);
      const begun = centre.received('2026-11-20');
      deliver(centre, [begun]);
      ledger.file.exec('ALTER TABLE hub_due RENAME TO hub_due_away');
      await expect.poll(() => failures.length, { timeout: 10_000 }).toBe(1);
      ledger.file.exec('ALTER TABLE hub_due_away RENAME TO hub_due');
      await expect.poll(() => getCase(ledger.file, begun._id)?.state, { timeout: 20_000 }).toBe('received');
    },
  );

  it('because the file fails is kept for another try, and the reader is answered all the same', async () => {
    cut();
    open(faulty(new StoreError('Full')));
    const village = await enrolled(VILLAGE);
    deliver(village, [village.proxyReceived('2026-11-20')]);
    await projector().projected([VILLAGE]);
    expect(countDue(ledger.file)).toBe(1);
  });
});
