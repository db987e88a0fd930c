/** What the hub speaks besides the replication protocol: enrolment and the pulse (shared/api/hub-door.ts). */
import {
  CertificateSchema,
  ENROL_PATH,
  EnrolRequestSchema,
  PULSE_PATH,
  PulseRequestSchema,
} from '../../shared/api/hub-door.ts';
import { ERROR_TEXTS } from '../../shared/api/errors.ts';
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { countyDoc } from '../../store/county-docs.ts';
import type { Ledger } from '../../store/types.ts';
import { verifyDocument } from '../../store/crypto.ts';
import type { Answer } from '../couch/answer.ts';
import { parseJson, readBody } from '../couch/body.ts';
import { CouchError } from '../couch/errors.ts';
import { addDevice, findDevice } from '../devices.ts';
import type { HubIdentity } from '../hub-file.ts';
import { enrol } from './enrol.ts';
import { loginOf, requireLogin } from './login.ts';
import { Pace } from './pace.ts';
import { publish } from '../publish.ts';
import type { Settled } from '../settle.ts';
import { answerPulse } from './pulse.ts';

/** A request of this kind is under 2 KB. */
const LIMITS = { maxBytes: 16_384, maxRatio: 20 };
const NO_STORE = { 'cache-control': 'no-store' };

export interface OwnRoutesOptions {
  readonly ledger: Ledger;
  readonly hub: HubIdentity;
  readonly now: () => number;
  readonly settled: Settled;
}

async function parsed<T>(schema: z.ZodType<T>, value: unknown): Promise<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new CouchError(400, 'bad-input', `${ERROR_TEXTS['bad-input']}(${issue?.path.join('.') ?? ''})`);
}

export interface OwnRoute {
  readonly method: string;
  readonly path: string;
  readonly run: (request: IncomingMessage) => Promise<{ readonly answer: Answer; readonly caller: string | null }>;
}

/** The table of our own routes. */
export function ownRoutes({ ledger, hub, now, settled }: OwnRoutesOptions): readonly OwnRoute[] {
  const { file } = ledger;
  const pace = new Pace({ tries: 20, refillMs: 15_000 }, now());

  /** Before the login: a device that this hub forgot in a restore brings its certificate, and is known again. */
  function learn(body: unknown): void {
    const certificate = CertificateSchema.safeParse((body as { certificate?: unknown } | null)?.certificate);
    if (!certificate.success || findDevice(file, certificate.data.device) !== null) return;
    if (!verifyDocument(certificate.data, hub.publicKey)) return;
    const { data } = certificate;
    file.transaction(() => {
      addDevice(file, { certificate: data, machine: '' });
      // Sites that enrolled since know the device from here alone.
      if (countyDoc(file, 'device', data.device) === null)
        publish(file, hub, { kind: 'device', key: data.device, data }, now());
      ledger.retryUnreadable();
    });
  }

  async function read(request: IncomingMessage): Promise<unknown> {
    return parseJson(await readBody(request, LIMITS));
  }

  return [
    {
      method: 'POST',
      path: ENROL_PATH,
      run: async (request) => {
        const body = await parsed(EnrolRequestSchema, await read(request));
        if (!pace.take(now())) throw new CouchError(429, 'too-many-tries', ERROR_TEXTS['too-many-tries']);
        const answer = await enrol({ file, hub, now: now() }, body);
        if (answer === null) throw new CouchError(403, 'bad-code', ERROR_TEXTS['bad-code']);
        pace.giveBack();
        return { answer: { json: answer, headers: NO_STORE }, caller: answer.certificate.device };
      },
    },
    {
      method: 'POST',
      path: PULSE_PATH,
      run: async (incoming) => {
        const body = await read(incoming);
        learn(body);
        const device = requireLogin(loginOf(file, incoming));
        const request = await parsed(PulseRequestSchema, body);
        const answer = await answerPulse({ ledger, hub, now: now(), settled }, device, request);
        return { answer: { json: answer, headers: NO_STORE }, caller: device.certificate.device };
      },
    },
  ];
}
