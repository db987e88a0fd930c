/** The county hub as one object: opens its folder, publishes, listens. `main.ts` is its command line; demo and tests start it here. */
import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { EngineStatus } from '../shared/api/county.ts';
import { COUNTY_DATABASE } from '../shared/api/hub-door.ts';
import { type Places, ledgerName } from '../shared/domain/place.ts';
import { referenceCalendar, referencePlaces } from '../shared/domain/reference/load.ts';
import { openLedger } from '../store/ledger.ts';
import type { Ledger } from '../store/types.ts';
import { ApiError } from '../shared/api/errors.ts';
import { ownAddress, siteAddresses } from './addresses.ts';
import { createConsole } from './console/console.ts';
import { COUCH_ROUTES, createCouchHandler } from './couch/handler.ts';
import { Turns } from './couch/turns.ts';
import { DeviceDoor } from './door/device-door.ts';
import type { Login } from './door/login.ts';
import { ownRoutes } from './door/own-routes.ts';
import type { Pace } from './engine/couchdb/keeper.ts';
import type { CouchdbAddress } from './engine/couchdb/line.ts';
import { openEngine } from './engine/open-engine.ts';
import { inChinese } from './door/words.ts';
import { openFront } from './front/front.ts';
import { LIMITS, type Limits } from './front/limits.ts';
import { type HubIdentity, openHubFile } from './hub-file.ts';
import { intakeOutside } from './intake.ts';
import { lockFolder } from './lock.ts';
import { ProcessWatch } from './metrics/process.ts';
import { onPort } from './ports.ts';
import { publishReference } from './publish.ts';
import { type LogWriter, failureLine } from './request-log.ts';
import { startConsole, startDoor } from './server.ts';
import { noteStart } from './starts.ts';
import { type Settled, Settler } from './settle.ts';
import { statusRoutes } from './status-routes.ts';
import { answerStickLine, isStickLine } from './stick/command.ts';
import { answerKeyLine, isKeyLine, OWN_FILES, OWN_NEXT } from './tls/command.ts';
import { announceKey, presentKey, takeNextKey } from './tls/keys.ts';
import { certificateOf, pinOfTlsKey, type TlsFiles } from './tls/tls-key.ts';
import { answerOwner } from './upkeep.ts';

/** Unpacked, of one request. A batch of 200 of the largest events is 13 MB. */
const BODY_LIMITS = { maxBytes: 16 * 1024 * 1024, maxRatio: 100 };
/** A delivery of 250 events is some 50 ms of work on two cores; no request lasts longer than 5 s. */
const TURNS = { atATime: 3, maxWaitMs: 3000, longLine: 40 };

export interface HubOptions {
  readonly dataFolder: string;
  /** The address to listen on; the machine's own alone by default. */
  readonly host?: string;
  /** null: the one of the first start; 0: any free one. */
  readonly port: number | null;
  /** The same for the console on loopback. */
  readonly consolePort: number | null;
  /** The county's own certificate; the hub makes one where none is given. */
  readonly tls?: TlsFiles | null;
  /** Where the protocol's databases lie; the hub's own file if left out. */
  readonly couchdb?: CouchdbAddress | null;
  /** How often CouchDB is looked after; the engine's own measure if left out. */
  readonly pace?: Pace;
  /** Where the built pages lie; null where there are none. */
  readonly pages: string;
  readonly version: string;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
  readonly log: LogWriter;
  /** Of what a client may ask. */
  readonly limits?: Limits;
}

export interface Hub {
  /** Of the front door, on the hub's own machine. */
  readonly address: string;
  /** The same for sites, best first. */
  readonly addresses: readonly string[];
  /** Of the county console, on the hub's own machine. */
  readonly consoleAddress: string;
  /** Of the TLS key that it answers with now. */
  readonly pin: () => string;
  /** Announces the next TLS key, a new one or the county's. Throws ApiError. */
  announceKey(own: TlsFiles | null): void;
  /** Answers with the announced key from now on; `now`: also where machines have not heard of it. Throws ApiError. */
  useNextKey(now: boolean): void;
  readonly identity: HubIdentity;
  /** For the tests and the demo: everything else goes through the door. */
  readonly ledger: Ledger;
  /** How the engine stands. */
  readonly engine: () => EngineStatus;
  /** Shown once, at the first start; null later. */
  readonly newAdminSecret: string | null;
  close(): Promise<void>;
}

/** The databases of a county: a ledger for every centre and village, and `county`. */
const databaseNames = (places: Places): string[] => [
  COUNTY_DATABASE,
  ...places.all.filter(({ kind }) => kind !== 'county').map(({ code }) => ledgerName(code)),
];

/** Starts a hub. Throws StoreError for a bad file, ApiError `in-use` for a folder or ports that are taken; nothing listens then. */
export async function startHub(options: HubOptions): Promise<Hub> {
  let owned: Hub | undefined;
  const { version, now } = options;
  const lock = await lockFolder(options.dataFolder, async (line) => {
    if (owned === undefined) return '';
    const { ledger, identity, pin } = owned;
    if (isKeyLine(line)) return answerKeyLine(owned, line);
    return isStickLine(line)
      ? answerStickLine({ ledger, hub: identity, now: now(), version, pin }, line)
      : answerOwner(ledger.file, options.dataFolder, line, now());
  });
  if (lock === null) throw new ApiError('in-use');
  try {
    const hub = await open(options, () => lock.release());
    owned = hub;
    return hub;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function open(options: HubOptions, release: () => Promise<void>): Promise<Hub> {
  const { now, log, host = '127.0.0.1' } = options;
  const places = referencePlaces();
  const { file, identity, newAdminSecret } = openHubFile({
    folder: options.dataFolder,
    county: places.county.code,
    now: now(),
  });
  let ending: () => Promise<void> = () => Promise.resolve();
  try {
    noteStart(file);
    let tls = presentKey(file, options.tls ?? null);
    const ledger = openLedger(file, {
      clock: { now, offset: () => 0 },
      reference: { calendar: referenceCalendar(), places },
      outside: intakeOutside(file),
    });
    const { publicKey: hubKey } = identity;
    const engine = openEngine({
      couchdb: options.couchdb ?? null,
      ledger,
      hubKey,
      names: databaseNames(places),
      now,
      log,
      ...(options.pace === undefined ? {} : { pace: options.pace }),
    });
    publishReference(file, identity, now());
    const report = (failure: unknown) => log(failureLine(new Date(now()).toISOString(), failure));
    const settler = new Settler({ ledger, now, report, notYet: () => engine.levelling() });
    // What the hub has just written is read by who comes for it.
    const settled: Settled = async (ledgers) => {
      await settler.settled(ledgers);
      await Promise.all((ledgers ?? []).map((place) => engine.delivered(ledgerName(place))));
    };
    ending = () => {
      settler.close();
      return engine.close();
    };
    await engine.start(() => void settler.settled(null));
    const front = openFront(options.limits ?? LIMITS, now);
    const { gate } = front;
    const login: Login = (request) => gate.login(file, request);
    const hold = (request: IncomingMessage) => gate.stranger(request);
    const certificate = () => certificateOf(tls);
    const turns = new Turns(TURNS);
    const couch = createCouchHandler({
      door: new DeviceDoor({ ledger, hubKey, now, engine, settled, login }),
      routes: COUCH_ROUTES,
      uuid: identity.uuid,
      limits: BODY_LIMITS,
      ending: front.exchanges.ending,
      turns,
      reason: inChinese,
      onFailure: report,
    });
    const console = createConsole({
      ledger,
      hub: identity,
      now,
      pages: options.pages,
      version: options.version,
      settled,
      hold,
      engine: () => engine.status(),
      report,
      certificate,
      addresses: () => addresses,
    });
    const watch = new ProcessWatch(options.version);
    const { version } = options;
    const own = ownRoutes({ ledger, hub: identity, now, settled, engine, turns, version, login, hold });
    const status = statusRoutes({
      file,
      engine: () => engine.status(),
      traffic: front.traffic,
      watch,
      now,
      certificate,
    });
    const answers = { couch, own, status, console, front, now, log };
    const door = await onPort(file, 'hub-port', options.port, (port) => startDoor(answers, tls, { host, port }));
    const addresses = siteAddresses(host, door.port, networkInterfaces());
    const pages = await onPort(file, 'hub-console-port', options.consolePort, (port) =>
      startConsole(answers, port),
    ).catch(async (error: unknown) => {
      await door.close();
      throw error;
    });
    return {
      address: ownAddress(host, door.port),
      addresses,
      consoleAddress: `http://127.0.0.1:${pages.port}`,
      pin: () => pinOfTlsKey(tls),
      announceKey(own) {
        // One that lies in the file could not be pointed at by the variables.
        if (options.tls && own === null) throw new ApiError('not-allowed', OWN_NEXT);
        announceKey({ file, hub: identity, present: tls, now: now() }, own);
      },
      useNextKey(now) {
        if (options.tls) throw new ApiError('not-allowed', OWN_FILES);
        tls = takeNextKey(file, now);
        door.use(tls);
      },
      identity,
      ledger,
      engine: () => engine.status(),
      newAdminSecret,
      close: async () => {
        await Promise.all([door.close(), pages.close()]);
        watch.close();
        settler.close();
        await engine.close();
        file.close();
        await release();
      },
    };
  } catch (error) {
    await ending();
    file.close();
    throw error;
  }
}
