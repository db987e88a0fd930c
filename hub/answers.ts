/** Everything that answers a request at a hub, put together: the protocol, our own routes, the console, and how the hub is. */
import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Ledger } from '../store/types.ts';
import { createConsole } from './console/console.ts';
import { COUCH_ROUTES, createCouchHandler } from './couch/handler.ts';
import { WorkQueue } from './http/work-queue.ts';
import { DeviceApi } from './device-api/device-api.ts';
import type { Login } from './device-api/login.ts';
import { ownRoutes } from './device-api/own-routes.ts';
import { endReadingAtOnce } from './device-api/reading.ts';
import { inChinese } from './device-api/error-texts.ts';
import type { HubEngine } from './engine/hub-engine.ts';
import type { FileHealth } from './admin/file-health.ts';
import { openRequestControl } from './http/request-control.ts';
import type { Limits } from './http/limits.ts';
import type { HubIdentity } from './admin/hub-file.ts';
import type { ProcessWatch } from './metrics/process.ts';
import type { LogWriter } from './http/request-log.ts';
import type { ServerOptions } from './server.ts';
import type { WhenProjected } from './events/projector.ts';
import { statusRoutes } from './status-routes.ts';

/** Unpacked, of one request. A batch of 200 of the largest events is 13 MB. */
const BODY_LIMITS = { maxBytes: 16 * 1024 * 1024, maxRatio: 100 };
/** A delivery of 250 events is some 50 ms of work on two cores; no request lasts longer than 5 s. */
const TURNS = { atATime: 3, maxWaitMs: 3000, longLine: 40 };

export interface AnswersOptions {
  readonly ledger: Ledger;
  readonly identity: HubIdentity;
  readonly engine: HubEngine;
  readonly whenProjected: WhenProjected;
  readonly limits: Limits;
  /** Where the built pages lie. */
  readonly pages: string;
  readonly version: string;
  readonly watch: ProcessWatch;
  readonly health: FileHealth;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
  readonly log: LogWriter;
  /** Takes an unforeseen failure. */
  readonly report: (failure: unknown) => void;
  /** What the hub shows in TLS now. */
  readonly certificate: () => X509Certificate;
  /** The public name's host; null where the county set none. */
  readonly name: string | null;
  /** What sites are told to enter, best first. */
  readonly addresses: () => readonly string[];
}

export function hubAnswers(options: AnswersOptions): ServerOptions {
  const { ledger, identity, engine, whenProjected, limits, version, watch, health, now, log, report } = options;
  const { file } = ledger;
  const control = openRequestControl(limits, now, log);
  const { gate } = control;
  const login: Login = (request) => gate.login(file, request);
  const hold = (request: IncomingMessage) => gate.stranger(request);
  const turns = new WorkQueue(TURNS);
  endReadingAtOnce(file, control.exchanges);
  const couch = createCouchHandler({
    door: new DeviceApi({
      ledger,
      hubKey: identity.publicKey,
      now,
      engine,
      whenProjected,
      login,
      exchanges: control.exchanges,
    }),
    routes: COUCH_ROUTES,
    uuid: identity.uuid,
    limits: BODY_LIMITS,
    ending: control.exchanges.ending,
    turns,
    reason: inChinese,
    onFailure: report,
  });
  const { pages, certificate, name, addresses } = options;
  const { signIns } = control;
  const console = createConsole({
    ledger,
    hub: identity,
    now,
    pages,
    version,
    whenProjected,
    hold,
    connections: control.connections,
    engine: () => engine.status(),
    health,
    signIns,
    report,
    certificate,
    name,
    addresses,
  });
  const own = ownRoutes({
    ledger,
    exchanges: control.exchanges,
    hub: identity,
    now,
    whenProjected,
    engine,
    turns,
    version,
    login,
    hold,
    signIns,
  });
  const status = statusRoutes({
    file,
    engine: () => engine.status(),
    control,
    watch,
    health,
    now,
    certificate,
    name,
  });
  return { couch, own, status, console, control, now, log, report };
}
