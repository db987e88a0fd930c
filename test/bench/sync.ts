/** Sync as a site lives it: a real hub process, the real service, and a proxy between them that counts what is on the wire. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { StepInput } from '../../shared/case/steps/index.ts';
import type { InventedPerson } from '../../shared/person/invented-people.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import type { MatterCode } from '../../shared/base/brands.ts';
import { FakeDevice } from '../hub/fake-device.ts';
import { HubProcess } from '../hub/hub-process.ts';
import { invent } from '../fixtures/people.ts';
import { applicant } from '../site/applicant.ts';
import { CENTRE, Machine, type OpenMachine } from '../site/machine.ts';
import { countingWire } from '../site/wire.ts';
import { manyLedgers } from './many-ledgers.ts';
import { type BenchRow, round, secondsOf } from './rows.ts';

const EVENTS = 20_000;
const BATCH = 500;
const CASES = 100;
const PROMISED = 'MZ-001' as MatterCode;
const PEER = 'plain PouchDB into memory, nothing checked or projected';
/** A long line must not be taken for a dead one on a busy machine. */
const LIMITS = { idleMs: 30_000, stallMs: 90_000, debounceMs: 60_000 };

async function fillHub(hub: HubProcess): Promise<FakeDevice> {
  const device = await hub.enrol(CENTRE);
  const day = (n: number) => `2026-0${1 + (n % 9)}-${String(1 + (n % 28)).padStart(2, '0')}`;
  const events: LedgerEvent[] = Array.from({ length: EVENTS / 5 }, (_, n) => device.caseOfFive(day(n))).flat();
  // Making them blocked this process: connections that the hub closed meanwhile must be seen as closed.
  await wait(50);
  for (let at = 0; at < events.length; at += BATCH) {
    const response = await hub.handIn(device, CENTRE, events.slice(at, at + BATCH));
    if (response.status !== 201) throw new Error(`the hub answered ${response.status}`);
    await response.arrayBuffer();
  }
  return device;
}

/** From the click on 登记 to everything here, projected, and its receipts stored. */
async function firstSync(hub: HubProcess): Promise<number> {
  const machine = new Machine();
  const open = await machine.open({ limits: LIMITS });
  try {
    const code = await hub.createCode(CENTRE);
    const time = await secondsOf(async () => {
      await open.call('site.enrol', { address: hub.address, code, machine: 'bench' });
    });
    const here = open.site.desk()?.file.sql('SELECT count(*) FROM event_row').pluck().get() as number;
    if (here < EVENTS)
      throw new Error(`${here} of ${EVENTS} events arrived: ${(await open.call('sync.status', {})).text}`);
    return time;
  } finally {
    await open.close();
    machine.remove();
  }
}

/** In a process of its own: both sides extend one PouchDB. */
function pulledByPouch(hub: HubProcess, device: FakeDevice): number {
  const script = path.join(import.meta.dirname, 'pouch-pull.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, hub.database(device, `ledger-${CENTRE}`)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

/** Received, accepted, concluded, told, delivered: five events, at the window. */
async function workCase(open: OpenMachine, n: number): Promise<void> {
  const person = invent(1, 1000 + n)[0] as InventedPerson;
  const steps: StepInput[] = [
    { type: 'accepted', data: {} },
    { type: 'concluded', data: { result: 'approved' } },
  ];
  const { materials } = await open.call('matters.get', { code: PROMISED });
  const { detail } = await open.call('cases.register', {
    matter: PROMISED,
    person: applicant(person),
    materials: materials.map(({ name }) => ({ name, state: 'received' as const })),
    window: '民政优抚',
    steps,
  });
  const [head] = detail.heads as [(typeof detail.heads)[number]];
  await open.call('cases.remark', {
    case: detail.row.case,
    about: head,
    remark: { type: 'notified', data: { way: 'phone', reached: true } },
  });
  const step: StepInput = {
    type: 'delivered',
    data: { way: 'desk', signer: 'self', paper: 'resident-id', number: person.idNumber, minute: '10:20' },
  };
  await open.call('cases.step', { case: detail.row.case, heads: [head], step });
}

interface Traffic {
  /** Bytes a case of five events, up by its writer and down to another machine. */
  readonly perCase: number;
  /** The same in a bundle for the county. */
  readonly onStick: number;
  readonly single: number;
  readonly idle: number;
  readonly idleRequests: number;
}

async function traffic(hub: HubProcess): Promise<Traffic> {
  const wire = await countingWire(hub.port);
  const [writer, reader] = [new Machine(), new Machine()];
  for (const machine of [writer, reader]) await machine.enrol(hub, CENTRE, wire.address);
  const [from, to] = [await writer.open({ limits: LIMITS }), await reader.open({ limits: LIMITS })];
  const [first] = await from.call('staff.list', {});
  if (first !== undefined) await from.call('staff.choose', { id: first.id });
  const moved = async (): Promise<number> => {
    wire.reset();
    for (const open of [from, to]) {
      const { unsynced, text } = await open.call('sync.now', {});
      if (unsynced > 0) throw new Error(text);
    }
    const { up, down } = wire.bytes();
    return up + down;
  };
  /** Lines of the request log, once the last one has come through its pipe. */
  const requests = async (): Promise<number> => {
    await wait(300);
    return hub.log.length;
  };
  try {
    // Twice, so that runs that begin by themselves are through.
    await moved();
    await moved();
    const before = await requests();
    const idle = (await moved()) / 2;
    const idleRequests = ((await requests()) - before) / 2;
    await workCase(from, 0);
    const single = await moved();
    for (let n = 1; n <= CASES; n += 1) await workCase(from, n);
    const { bytes } = await from.call('stick.write', {});
    return { perCase: (await moved()) / CASES, onStick: bytes / CASES, single, idle, idleRequests };
  } finally {
    await from.close();
    await to.close();
    await wire.close();
    writer.remove();
    reader.remove();
  }
}

export async function run(): Promise<BenchRow[]> {
  const hub = await new HubProcess().start();
  try {
    const { perCase, onStick, single, idle, idleRequests } = await traffic(hub);
    const device = await fillHub(hub);
    const peer = pulledByPouch(hub, device);
    const first = await firstSync(hub);
    return [
      {
        name: 'first sync of 20,000 events to a fresh client',
        ours: round(first),
        unit: 's',
        peer: [{ name: PEER, value: round(peer) }],
      },
      { name: 'nothing to do: requests', ours: idleRequests, unit: 'requests' },
      { name: 'nothing to do: bytes on the wire, both ways', ours: Math.round(idle), unit: 'B' },
      { name: `a case of 5 events on a stick, ${CASES} together`, ours: Math.round(onStick), unit: 'B' },
      { name: `a case of 5 events up and down, ${CASES} together`, ours: Math.round(perCase), unit: 'B' },
      { name: 'a case of 5 events up and down, alone', ours: single, unit: 'B' },
      ...(await manyLedgers()),
    ];
  } finally {
    await hub.remove();
  }
}
