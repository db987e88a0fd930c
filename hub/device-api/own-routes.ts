/** What the hub speaks besides the replication protocol: enrolment, the pulse (shared/api/device-api.ts) and parcels (shared/api/parcel.ts). */
import {
  BUNDLE_PATH,
  type BundleAnswer,
  BundleRequestSchema,
  CertificateSchema,
  ENROL_PATH,
  EnrolRequestSchema,
  PROOF_PATH,
  PROOF_PURPOSE,
  type Proof,
  ProofRequestSchema,
  PULSE_PATH,
  PulseRequestSchema,
} from '../../shared/api/device-api.ts';
import { ApiError, ERROR_TEXTS } from '../../shared/api/errors.ts';
import { PARCEL_PATH } from '../../shared/api/parcel.ts';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { z } from 'zod';
import { mayRead } from '../../shared/place/access.ts';
import { localDateOf } from '../../shared/base/local-date.ts';
import { BOUNDS } from '../../shared/outside/bounds.ts';
import { sealingKey, signDocument } from '../../store/trust/crypto.ts';
import { pinOfCertificate } from '../../store/trust/tls-key.ts';
import type { Ledger } from '../../store/types.ts';
import type { Answer } from '../http/answer.ts';
import { parseJson, readBody } from '../http/body.ts';
import { CouchError } from '../http/errors.ts';
import type { WorkQueue } from '../http/work-queue.ts';
import { type Device, learnDevice } from '../admin/devices.ts';
import type { HubIdentity } from '../admin/hub-file.ts';
import type { HubEngine } from '../engine/hub-engine.ts';
import { enrol } from './enrol.ts';
import { type Login, notYours, requireLogin, revokedError } from './login.ts';
import { GUESSES } from '../http/limits.ts';
import type { OpenRequests } from '../http/open-requests.ts';
import type { SignIns } from '../http/sign-ins.ts';
import { GuessLimit } from '../http/guess-limit.ts';
import { answerParcel, takeParcel } from './parcel.ts';
import { askToRead, isStopped } from './reading.ts';
import { linesAnswer, linesOf } from './parcel-lines.ts';
import type { WhenProjected } from '../events/projector.ts';
import { writeStick } from '../stick/write.ts';
import { answerPulse } from './pulse.ts';

/** A request of this kind is under 2 KB. */
const LIMITS = { maxBytes: 16_384, maxRatio: 20 };
const NO_STORE = { 'cache-control': 'no-store' };

export interface OwnRoutesOptions {
  readonly ledger: Ledger;
  readonly hub: HubIdentity;
  readonly now: () => number;
  readonly whenProjected: WhenProjected;
  readonly turns: WorkQueue;
  /** Of this program. */
  readonly version: string;
  readonly engine: HubEngine;
  readonly login: Login;
  readonly exchanges: OpenRequests;
  /** Holds a request that has not logged in to the limits of its address. Throws CouchError 429. */
  readonly hold: (request: IncomingMessage) => void;
  readonly signIns: SignIns;
}

/** Pin of the key that this very connection was shown, which another may have followed since. */
function pinShownOn(socket: unknown): string {
  const shown = socket instanceof TLSSocket ? socket.getX509Certificate() : undefined;
  if (shown === undefined) throw new Error('no certificate was shown on this connection');
  return pinOfCertificate(shown);
}

const badInput = (field: string) => new CouchError(400, 'bad-input', `${ERROR_TEXTS['bad-input']}(${field})`);

async function parsed<T>(schema: z.ZodType<T>, value: unknown): Promise<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw badInput(result.error.issues[0]?.path.join('.') ?? '');
}

/** A place without a machine, or a wrong place to go on from, in the protocol's words. */
async function written(...wanted: Parameters<typeof writeStick>): ReturnType<typeof writeStick> {
  try {
    return await writeStick(...wanted);
  } catch (error) {
    throw error instanceof ApiError ? new CouchError(400, error.code, error.message) : error;
  }
}

export interface OwnRoute {
  readonly method: string;
  readonly path: string;
  readonly run: (request: IncomingMessage) => Promise<{ readonly answer: Answer; readonly caller: string | null }>;
}

/** The table of our own routes. */
export function ownRoutes(options: OwnRoutesOptions): readonly OwnRoute[] {
  const { ledger, hub, now, whenProjected, turns, engine, version, login, exchanges, hold, signIns } = options;
  const { file } = ledger;
  const tries = new GuessLimit(GUESSES.enrolment, now);

  function learn(body: unknown): boolean {
    const certificate = CertificateSchema.safeParse((body as { certificate?: unknown } | null)?.certificate);
    return certificate.success && learnDevice(ledger, hub, certificate.data, now());
  }

  /**
   * A device that this hub forgot in a restore brings its certificate, and is known again. It is looked at only once the login has failed, and
   * was held to the limits of its address: it costs the check of a signature.
   */
  function loginOrLearn(request: IncomingMessage, body: unknown): Device {
    try {
      return requireLogin(login(request));
    } catch (failure) {
      if (!(failure instanceof CouchError) || failure.status !== 401 || !learn(body)) throw failure;
      return requireLogin(login(request));
    }
  }

  async function read(request: IncomingMessage): Promise<unknown> {
    return parseJson(await readBody(request, LIMITS), BOUNDS.small);
  }

  return [
    {
      method: 'POST',
      path: ENROL_PATH,
      run: async (request) => {
        const body = await parsed(EnrolRequestSchema, await read(request));
        // No bundle could be sealed for a place that has a machine with such a key.
        if (sealingKey(body.key) === null) throw badInput('key');
        // Others' wrong codes never keep the right one out.
        const braked = !tries.take(request);
        const answer = await enrol({ file, hub, now: now(), braked }, body);
        if (answer === null) {
          signIns.refused(request, { door: 'enrolment', because: braked ? 'later' : 'wrong' });
          const [status, code] = braked ? ([429, 'too-many-tries'] as const) : ([403, 'bad-code'] as const);
          throw new CouchError(status, code, ERROR_TEXTS[code]);
        }
        if (!braked) tries.giveBack(request);
        return { answer: { json: answer, headers: NO_STORE }, caller: answer.certificate.device };
      },
    },
    {
      method: 'POST',
      path: PROOF_PATH,
      run: async (request) => {
        hold(request);
        const { nonce } = await parsed(ProofRequestSchema, await read(request));
        const said = { purpose: PROOF_PURPOSE, uuid: hub.uuid, nonce, pin: pinShownOn(request.socket) };
        const json: Proof = signDocument(said, hub.privateKey);
        return { answer: { json, headers: NO_STORE }, caller: null };
      },
    },
    {
      method: 'POST',
      path: BUNDLE_PATH,
      run: async (request) => {
        const device = requireLogin(login(request));
        if (device.revoked !== null) throw revokedError();
        const wanted = await parsed(BundleRequestSchema, await read(request));
        const at = now();
        if (!mayRead(ledger.reference().places, device.certificate.place, wanted.place, localDateOf(at)))
          throw notYours();
        await whenProjected([wanted.place]);
        // Sealed bytes leave at once: it may have been stopped meanwhile.
        askToRead(ledger, device.certificate, wanted.place, now());
        const { bytes, fileName, ids, next } = await written({ ledger, hub, now: at, version }, wanted);
        const json: BundleAnswer = { fileName, base64: bytes.toString('base64'), events: ids.length, next };
        return { answer: { json, headers: NO_STORE }, caller: device.certificate.device };
      },
    },
    {
      method: 'POST',
      path: PULSE_PATH,
      run: async (incoming) => {
        const body = await read(incoming);
        const device = loginOrLearn(incoming, body);
        const request = await parsed(PulseRequestSchema, body);
        const answer = await answerPulse({ ledger, hub, now: now(), whenProjected, engine }, device, request);
        return { answer: { json: answer, headers: NO_STORE }, caller: device.certificate.device };
      },
    },
    {
      method: 'POST',
      path: PARCEL_PATH,
      run: async (request) => {
        const device = requireLogin(login(request));
        turns.refuseInLongLine();
        const context = { ledger, hub, whenProjected, engine, turns, now };
        const taken = await takeParcel(context, device, linesOf(request));
        // What it handed in is taken; a stop ends what it is answered. One that was stopped before is told so, and of its receipts.
        if (device.revoked === null)
          exchanges.goesOnWhile(request, () => {
            if (isStopped(ledger, device.certificate)) throw revokedError();
          });
        return { answer: linesAnswer(answerParcel(context, device, taken)), caller: device.certificate.device };
      },
    },
  ];
}
