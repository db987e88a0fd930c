/** For tests and benches: another device that writes events, without a file of its own. */
import type { Certificate } from '../../shared/api/device-api.ts';
import type { DeviceId, EventId, LocalDate, PlaceCode, SeriesId, StaffId, Station } from '../../shared/base/brands.ts';
import { workingDays } from '../../shared/calendar/limit.ts';
import { EVENT_VERSION, type LedgerEvent, nameEvent } from '../../shared/event/event.ts';
import { PERSON_KEYS } from '../../shared/person/person-fields.ts';
import type { Person } from '../../shared/person/person.ts';
import { digestText, makeSigningKey, randomId, signDocument, signHash } from '../trust/crypto.ts';
import type { SigningKey } from '../types.ts';

export const CENTRE = '43122211101' as PlaceCode;
export const VILLAGE = '431222111204' as PlaceCode;
export const COUNTY = '431222' as PlaceCode;
export const STAFF = 'A1' as StaffId;
export const day = (text: string): LocalDate => text as LocalDate;

export interface WriterDraft {
  readonly type: string;
  readonly on: LocalDate;
  readonly data: Record<string, unknown>;
  readonly case?: EventId;
  readonly after?: readonly EventId[];
  readonly about?: EventId;
  readonly v?: number;
}

/** A device of a place with a chain of its own. `at` grows by a second an event. */
export class Writer {
  readonly place: PlaceCode;
  readonly device: DeviceId;
  readonly station: Station;
  readonly key: SigningKey;
  readonly series = randomId() as SeriesId;
  seq = 0;
  last: EventId | null = null;

  constructor(place: PlaceCode, key: SigningKey = makeSigningKey(), device = randomId() as DeviceId) {
    this.place = place;
    this.key = key;
    this.device = device;
    this.station = 'b2' as Station;
  }

  certificate(hub: SigningKey): Certificate {
    return signDocument(
      {
        v: 1 as const,
        device: this.device,
        key: this.key.publicKey,
        place: this.place,
        station: this.station,
        from: '2017-01-01T00:00:00.000Z',
        to: null,
      },
      hub.privateKey,
    );
  }

  write(draft: WriterDraft): LedgerEvent {
    this.seq += 1;
    const { v = EVENT_VERSION, type, on, data } = draft;
    const body = {
      v,
      type,
      ...(draft.case === undefined ? {} : { case: draft.case }),
      ...(draft.after === undefined ? {} : { after: [...draft.after].sort() }),
      ...(draft.about === undefined ? {} : { about: draft.about }),
      on,
      at: new Date(Date.parse('2017-11-01T01:00:00.000Z') + this.seq * 1000).toISOString(),
      offset: null,
      by: {
        place: this.place,
        staff: STAFF,
        device: this.device,
        series: this.series,
        seq: this.seq,
        prev: this.last,
      },
      data,
    };
    const event = seal(body, this.key);
    this.last = event._id;
    return event;
  }
}

/** Names and signs a body as it is, also a bad one. */
export function seal(body: object, key: SigningKey): LedgerEvent {
  const { _id, _rev, hash } = nameEvent(body as Record<string, unknown>, digestText);
  return { ...body, _id, _rev, sig: signHash(key.privateKey, hash) } as unknown as LedgerEvent;
}

export function person(name: string, more: Partial<Person> = {}): Person {
  const nothing = Object.fromEntries(PERSON_KEYS.map((key) => [key, null])) as unknown as Person;
  return { ...nothing, name, idVerified: false, ...more };
}

const TERMS = {
  promised: {
    catalogue: 'test',
    kind: 'promised',
    promised: workingDays(10),
    legal: workingDays(20),
    decidedBy: 'township',
    promisedScope: 'total',
  },
  immediate: {
    catalogue: 'test',
    kind: 'immediate',
    promised: workingDays(0),
    legal: null,
    decidedBy: 'township',
    promisedScope: 'total',
  },
} as const;

export interface FirstOptions {
  readonly number: string;
  readonly on: LocalDate;
  readonly person: Person;
  readonly matter?: string;
  readonly kind?: keyof typeof TERMS;
}

/** The draft of a case that begins at a window. */
export function received({ number, on, person: who, matter = 'SB-006', kind = 'promised' }: FirstOptions): WriterDraft {
  return {
    type: 'received',
    on,
    data: { number, matter, terms: TERMS[kind], person: who, materials: [], window: '社会保障' },
  };
}

/** The draft of a case that begins with a village's slip. */
export function proxied(options: FirstOptions & { readonly slip: string }): WriterDraft {
  const { number, on, person: who, matter = 'SB-006', kind = 'promised', slip } = options;
  return {
    type: 'proxy-received',
    on,
    data: {
      number,
      matter,
      terms: TERMS[kind],
      person: who,
      materials: [],
      slip: { key: slip, date: on, source: 'typed', confirmed: [] },
    },
  };
}
