/** The protocol's door of a county: devices by their secret, ledgers by their place, nothing else (LEDGER §2, §6). */
import type { IncomingMessage } from 'node:http';
import { COUNTY_DATABASE } from '../../shared/api/device-api.ts';
import { type PlaceCode, PlaceCodeSchema } from '../../shared/base/brands.ts';
import { ledgerName, placeKind } from '../../shared/place/place.ts';
import type { Ledger } from '../../store/types.ts';
import type { Database } from '../couch/database.ts';
import { couchError } from '../http/errors.ts';
import type { Caller, Door, Need } from '../http/exchange.ts';
import type { Device } from '../admin/devices.ts';
import type { HubEngine } from '../engine/hub-engine.ts';
import type { OpenRequests } from '../http/open-requests.ts';
import { carrierTo } from '../events/receive.ts';
import type { WhenProjected } from '../events/projector.ts';
import { countyDatabase } from './county-database.ts';
import { notForDevices } from './restricted-database.ts';
import { ledgerDatabase } from './ledger-database.ts';
import { type Login, notYours, requireLogin } from './login.ts';
import { askToRead } from './reading.ts';

export interface DeviceApiOptions {
  readonly ledger: Ledger;
  readonly hubKey: string;
  readonly now: () => number;
  readonly engine: HubEngine;
  readonly whenProjected: WhenProjected;
  readonly login: Login;
  readonly exchanges: OpenRequests;
}

function ledgerPlace(name: string): PlaceCode | null {
  const code = PlaceCodeSchema.safeParse(/^ledger-(\d+)$/.exec(name)?.[1]);
  return code.success && placeKind(code.data) !== 'county' ? code.data : null;
}

export class DeviceApi implements Door {
  readonly #options: DeviceApiOptions;
  readonly #callers = new WeakMap<Caller, { readonly device: Device; readonly request: IncomingMessage }>();

  constructor(options: DeviceApiOptions) {
    this.#options = options;
  }

  caller(request: IncomingMessage): Caller {
    const device = this.#options.login(request);
    if (device === null) return { name: null, roles: [] };
    const caller = { name: device.certificate.device, roles: ['device'] };
    this.#callers.set(caller, { device, request });
    return caller;
  }

  admit(caller: Caller, need: Need): void {
    if (need === 'hello') return;
    requireLogin(this.#callers.get(caller)?.device ?? null);
    if (need === 'manage') throw notForDevices();
  }

  async database(name: string, caller: Caller, need: Need): Promise<Database> {
    const known = this.#callers.get(caller);
    const device = requireLogin(known?.device ?? null);
    const place = name === COUNTY_DATABASE ? null : ledgerPlace(name);
    if (name !== COUNTY_DATABASE && place === null) throw couchError('noDatabase');
    const { ledger, now, exchanges } = this.#options;
    const mayRead = () => askToRead(ledger, device.certificate, place, now());
    if (need === 'read') {
      mayRead();
      if (known !== undefined) exchanges.goesOnWhile(known.request, mayRead);
    }
    return place === null ? this.#county(device, mayRead) : this.#ledger(place, device, need, mayRead);
  }

  async #county({ certificate }: Device, mayRead: () => void): Promise<Database> {
    const { engine, ledger, hubKey } = this.#options;
    const reader = { file: ledger.file, hubKey, device: certificate.device, mayRead };
    return countyDatabase(await engine.open(COUNTY_DATABASE), reader);
  }

  async #ledger(place: PlaceCode, device: Device, need: Need, mayRead: () => void): Promise<Database> {
    const { engine, ledger, now, whenProjected } = this.#options;
    const carrier = carrierTo(ledger, device.certificate, place, now());
    // Reading ends at once, handing in never; a stranger may hand in, into the held events.
    if (need !== 'hand-in' && !carrier.holds) throw notYours();
    // What was handed in is read with what the hub asks about it.
    if (need === 'read') await whenProjected([place]);
    const door = { ledger, engine, place, carrier, now, mayRead };
    return ledgerDatabase(await engine.open(ledgerName(place)), door);
  }
}
