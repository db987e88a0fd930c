/** A device for tests: real key, real names and signatures, every event as a site would write it. */
import type { Certificate } from '../../shared/api/device-api.ts';
import type { EventId, PlaceCode } from '../../shared/base/brands.ts';
import { type EventBody, type LedgerEvent, nameEvent } from '../../shared/event/event.ts';
import { STEP_DATA, PROMISED } from '../fixtures/events.ts';
import { digestText, makeSigningKey, randomId, signHash } from '../../store/trust/crypto.ts';
import type { SigningKey } from '../../store/types.ts';

export interface EventParts {
  readonly case?: EventId;
  readonly after?: readonly EventId[];
  readonly about?: EventId;
  readonly by?: Record<string, unknown>;
}

/** Numbers and chains its events like one machine. Before enrolment it makes up a device id. */
export class FakeDevice {
  readonly key: SigningKey;
  place: PlaceCode;
  device: string;
  station = 'a7';
  secret = '';
  certificate: Certificate | null = null;
  readonly series = randomId();
  #seq = 0;
  #prev: EventId | null = null;

  constructor(place: PlaceCode, key: SigningKey = makeSigningKey()) {
    this.key = key;
    this.place = place;
    this.device = randomId();
  }

  event(type: string, on: string, data: Record<string, unknown>, parts: EventParts = {}): LedgerEvent {
    this.#seq += 1;
    const { by, ...links } = parts;
    const body = {
      v: 1,
      type,
      ...links,
      on,
      at: new Date(Date.parse(`${on}T01:00:00.000Z`) + this.#seq * 1000).toISOString(),
      offset: 0,
      by: {
        place: this.place,
        staff: 's1',
        device: this.device,
        series: this.series,
        seq: this.#seq,
        prev: this.#prev,
        ...by,
      },
      data,
    } as unknown as EventBody;
    const event = this.sign(body);
    this.#prev = event._id;
    return event;
  }

  sign(body: EventBody): LedgerEvent {
    const { _id, _rev, hash } = nameEvent(body, digestText);
    return { _id, _rev, ...body, sig: signHash(this.key.privateKey, hash) };
  }

  received(on: string, more: Record<string, unknown> = {}): LedgerEvent {
    return this.event('received', on, { ...this.#registration(on), window: '民政优抚', ...more });
  }

  proxyReceived(on: string, person: Record<string, unknown> = {}): LedgerEvent {
    const slip = { key: `k${this.#seq}`, date: on, source: 'typed', confirmed: [] };
    const registration = this.#registration(on);
    const { person: someone } = registration;
    return this.event('proxy-received', on, { ...registration, person: { ...someone, ...person }, slip });
  }

  step(
    type: string,
    on: string,
    after: LedgerEvent,
    data: Record<string, unknown> = STEP_DATA[type] ?? {},
  ): LedgerEvent {
    return this.event(type, on, data, { case: after.case ?? after._id, after: [after._id] });
  }

  /** Received, accepted, concluded, told, delivered: what most cases are. */
  caseOfFive(on: string): LedgerEvent[] {
    const first = this.received(on);
    const accepted = this.step('accepted', on, first);
    const concluded = this.step('concluded', on, accepted);
    const notified = this.event(
      'notified',
      on,
      { way: 'phone', reached: true },
      { case: first._id, about: concluded._id },
    );
    return [first, accepted, concluded, notified, this.step('delivered', on, concluded)];
  }

  #registration(on: string) {
    const running = String(this.#seq + 1).padStart(4, '0');
    return {
      number: `${this.place}-${on.replaceAll('-', '')}-${this.station}-${running}`,
      matter: 'MZ-001',
      terms: PROMISED,
      person: {
        name: '测试甲',
        idNumber: '431222199001010010',
        idVerified: false,
        phone: null,
        village: null,
        group: '3组',
        address: null,
      },
      materials: [{ name: '申请书', state: 'received' }],
    };
  }
}
