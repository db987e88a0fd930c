/** The county hub as one object: opens its folder, publishes, listens. `main.ts` is its command line; demo and tests start it here. */
import type { EngineStatus } from '../shared/api/county.ts';
import { COUNTY_DATABASE } from '../shared/api/device-api.ts';
import { type Places, ledgerName } from '../shared/place/place.ts';
import { referencePlaces } from '../shared/reference/load.ts';
import type { NetworkCards } from '../sync/network-cards.ts';
import { createReferenceData } from '../store/county/reference-data.ts';
import { openLedger } from '../store/ledger/ledger.ts';
import type { Ledger } from '../store/types.ts';
import { ApiError } from '../shared/api/errors.ts';
import { ownAddress, siteAddresses } from './http/addresses.ts';
import { hubAnswers } from './answers.ts';
import { noteSecretShown, unshownAdminSecret } from './admin/admin-secret.ts';
import { Closing } from './closing.ts';
import type { MirrorTimes } from './engine/couchdb/mirror.ts';
import type { CouchdbAddress } from './engine/couchdb/couchdb-client.ts';
import { openEngine } from './engine/open-engine.ts';
import { FileHealth } from './admin/file-health.ts';
import { LIMITS, type Limits } from './http/limits.ts';
import { answerHolidayLine, isHolidayLine } from './admin/holidays.ts';
import { checkHubAhead, type HubIdentity, openHubFile } from './admin/hub-file.ts';
import { heldOutside } from './events/held-events.ts';
import { waitForFolder } from './admin/lock.ts';
import { ProcessWatch } from './metrics/process.ts';
import { onPort } from './admin/ports.ts';
import type { PublicName } from './http/public-name.ts';
import { publishReference } from './admin/publish.ts';
import { type LogWriter, failureLine } from './http/request-log.ts';
import { CONSOLE_HOST, type HubServer, startConsole, startDoor } from './server.ts';
import { noteBoot } from './events/boot-log.ts';
import { type WhenProjected, Projector } from './events/projector.ts';
import { answerStickLine, isStickLine } from './stick/command.ts';
import { answerKeyLine, isKeyLine, OWN_FILES, OWN_NEXT } from './tls/command.ts';
import { announceKey, presentKey, takeNextKey } from './tls/keys.ts';
import { certificateOf, pinOfTlsKey, readTlsFiles, type TlsFiles, type TlsKey } from './tls/tls-key.ts';
import { answerOwner } from './admin/upkeep.ts';

export interface HubOptions {
  readonly dataFolder: string;
  /** The address to listen on; the machine's own alone by default. */
  readonly host?: string;
  /** What sites are told instead of the machine's own addresses. */
  readonly name?: PublicName | null;
  /** The machine's own, as the system tells them. */
  readonly interfaces?: () => NetworkCards;
  /** null: the one of the first start; 0: any free one. */
  readonly port: number | null;
  /** The same for the console on loopback. */
  readonly consolePort: number | null;
  /** The county's own certificate; the hub makes one where none is given. */
  readonly tls?: TlsFiles | null;
  /** Where the protocol's databases lie; the hub's own file if left out. */
  readonly couchdb?: CouchdbAddress | null;
  /** How often CouchDB is looked after; the engine's own measure if left out. */
  readonly mirrorTimes?: MirrorTimes;
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
  /** Puts in force what the county has published since the last look. */
  refreshReference(): void;
  /** How the engine stands. */
  readonly engine: () => EngineStatus;
  /** Made by this start, as none has been printed yet; null later. */
  readonly newAdminSecret: string | null;
  /** Called once it has been printed. Until then every start makes another. */
  secretShown(): void;
  close(): Promise<void>;
}

/** The databases of a county: a ledger for every centre and village, and `county`. */
const databaseNames = (places: Places): string[] => [
  COUNTY_DATABASE,
  ...places.all.filter(({ kind }) => kind !== 'county').map(({ code }) => ledgerName(code)),
];

/**
 * Starts a hub. Throws StoreError for a bad file, ApiError for settings that can't be used or a folder that is taken, StartError for an address
 * or port; nothing listens and nothing is held then.
 */
export async function startHub(options: HubOptions): Promise<Hub> {
  let owned: Hub | undefined;
  const { version, now } = options;
  // Before anything is made.
  const own = options.tls ? readTlsFiles(options.tls) : null;
  const closing = new Closing();
  const lock = await waitForFolder(options.dataFolder, async (line) => {
    if (owned === undefined) return '';
    const { ledger, identity, pin, refreshReference: published } = owned;
    if (isKeyLine(line)) return answerKeyLine(owned, line);
    if (isHolidayLine(line))
      return answerHolidayLine({ file: ledger.file, hub: identity, now: now(), published }, line);
    return isStickLine(line)
      ? answerStickLine({ ledger, hub: identity, now: now(), version, pin }, line)
      : answerOwner(ledger.file, options.dataFolder, line, now());
  });
  if (lock === null) throw new ApiError('in-use', `数据文件夹 ${options.dataFolder} 正被另一个县级服务使用`);
  closing.add(() => lock.release());
  try {
    const hub = await open(options, own, closing);
    owned = hub;
    return hub;
  } catch (error) {
    // Why it did not start matters more than what could not be closed.
    await closing.all().catch(() => undefined);
    throw error;
  }
}

async function open(options: HubOptions, own: TlsKey | null, closing: Closing): Promise<Hub> {
  const { now, log, host = '127.0.0.1', name = null } = options;
  const places = referencePlaces();
  const { dataFolder: folder } = options;
  const isChecked = await checkHubAhead(folder, log);
  const { file, identity } = openHubFile({ folder, county: places.county.code, now: now(), isChecked });
  closing.add(() => file.close());
  noteBoot(file);
  let tls = presentKey(file, own, name?.host);
  const inForce = createReferenceData();
  inForce.refresh(file);
  // The hub's places are its program's: the databases are made of them.
  const reference = () => ({ ...inForce.now(), places });
  const ledger = openLedger(file, {
    clock: { now, offset: () => 0 },
    reference: reference(),
    outside: heldOutside(file),
  });
  const engine = openEngine({
    couchdb: options.couchdb ?? null,
    ledger,
    hubKey: identity.publicKey,
    names: databaseNames(places),
    now,
    log,
    ...(options.mirrorTimes === undefined ? {} : { times: options.mirrorTimes }),
  });
  const refreshReference = () => {
    if (inForce.refresh(file)) ledger.setReference(reference());
  };
  publishReference(file, identity, now());
  refreshReference();
  const health = new FileHealth(file, () => performance.now());
  const report = (failure: unknown) => {
    health.note(failure);
    log(failureLine(new Date(now()).toISOString(), failure));
  };
  const projector = new Projector({ ledger, now, report, notYet: () => engine.reconciling() });
  // What the hub has just written wakes the devices that wait for changes.
  const whenProjected: WhenProjected = async (ledgers) => {
    // After a restore the sites bring back what the county published.
    refreshReference();
    await projector.projected(ledgers);
    await Promise.all((ledgers ?? []).map((place) => engine.delivered(ledgerName(place))));
  };
  closing.add(() => engine.close());
  closing.add(() => projector.close());
  await engine.start(() => void projector.projected(null));
  const watch = new ProcessWatch(options.version);
  closing.add(() => watch.close());
  let addresses: readonly string[] = [];
  const answers = hubAnswers({
    ledger,
    identity,
    engine,
    whenProjected,
    limits: options.limits ?? LIMITS,
    pages: options.pages,
    version: options.version,
    watch,
    health,
    now,
    log,
    report,
    certificate: () => certificateOf(tls),
    name: name?.host ?? null,
    addresses: () => addresses,
  });
  const servers: HubServer[] = [];
  // At the same time: each waits for what runs at any of them.
  closing.add(() => Promise.all(servers.map((server) => server.close())));
  const door = await onPort({ file, door: 'hub-port', host }, options.port, (port) =>
    startDoor(answers, tls, { host, port }),
  );
  servers.push(door);
  addresses = siteAddresses({ host, port: door.port, name }, options.interfaces);
  const pages = await onPort({ file, door: 'hub-console-port', host: CONSOLE_HOST }, options.consolePort, (port) =>
    startConsole(answers, port),
  );
  servers.push(pages);
  return {
    address: ownAddress(host, door.port),
    addresses,
    consoleAddress: `http://${CONSOLE_HOST}:${pages.port}`,
    pin: () => pinOfTlsKey(tls),
    announceKey(next) {
      // One that lies in the file could not be pointed at by the variables.
      if (own !== null && next === null) throw new ApiError('not-allowed', OWN_NEXT);
      announceKey({ file, hub: identity, present: tls, name: name?.host ?? null, now: now() }, next);
    },
    useNextKey(soon) {
      if (own !== null) throw new ApiError('not-allowed', OWN_FILES);
      tls = takeNextKey(file, soon);
      door.use(tls);
    },
    identity,
    ledger,
    refreshReference,
    engine: () => engine.status(),
    newAdminSecret: unshownAdminSecret(file),
    secretShown: () => noteSecretShown(file),
    close: () => closing.all(),
  };
}
