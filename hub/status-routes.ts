/** Whether the hub is up, and its figures for a monitoring system (docs/OPERATE.md). */
import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { EngineStatus } from '../shared/api/county.ts';
import { getSetting } from '../store/file/settings.ts';
import type { ReadDb } from '../store/types.ts';
import { isMeantForUs } from './console/own-host.ts';
import { couchError } from './http/errors.ts';
import type { OwnRoute } from './device-api/own-routes.ts';
import { CONTENT_TYPE, exposition, type Metric } from './metrics/exposition.ts';
import { countyGauges, engineGauges } from './metrics/gauges.ts';
import type { FileHealth } from './admin/file-health.ts';
import type { ProcessWatch } from './metrics/process.ts';
import type { RequestControl } from './http/request-control.ts';

const NO_STORE = { 'cache-control': 'no-store' };
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

const PROXIED = /^(forwarded|via|x-forwarded-|x-real-ip$)/;

/**
 * At the console's own listener alone: a proxy on this machine may stand before the front door, and a request that it passes on without the client's
 * address looks like one of this machine. Where the proxy names the client's address, the client is not on this machine.
 */
const isLocal = ({ socket, headers }: IncomingMessage): boolean =>
  !(socket instanceof TLSSocket) &&
  LOOPBACK.test(socket.remoteAddress ?? '') &&
  !Object.keys(headers).some((name) => PROXIED.test(name));

function fileAnswers(file: ReadDb): boolean {
  try {
    // Any name will do: that it can be looked up is the answer.
    getSetting(file, '');
    return true;
  } catch {
    return false;
  }
}

const fileGauge = (health: FileHealth): Metric[] => [
  {
    name: 'bianmin_file_writable',
    help: 'Whether the data file takes what is handed in: 0 when its disk is full or fails.',
    type: 'gauge',
    samples: [{ value: health.trouble() === null ? 1 : 0 }],
  },
];

export interface StatusOptions {
  readonly file: ReadDb;
  readonly engine: () => EngineStatus;
  readonly control: Pick<RequestControl, 'traffic' | 'signIns'>;
  readonly watch: ProcessWatch;
  readonly health: FileHealth;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
  /** What the hub shows in TLS now. */
  readonly certificate: () => X509Certificate;
  /** The public name's host; null where the county set none. */
  readonly name: string | null;
}

export function statusRoutes(options: StatusOptions): readonly OwnRoute[] {
  const { file, engine, control, watch, health, now, certificate, name } = options;
  return [
    {
      method: 'GET',
      path: '/_up',
      run: async () => {
        const wrong = fileAnswers(file) ? (health.trouble()?.sentence ?? null) : '县级服务的数据文件没有回应';
        const answer =
          wrong === null
            ? { json: { status: 'ok', seeds: {} }, headers: NO_STORE }
            : { status: 503, json: { status: 'file', reason: wrong }, headers: { ...NO_STORE, 'retry-after': '60' } };
        return { answer, caller: null };
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      run: async (request) => {
        // A county's figures are not for other machines, nor for a page that makes its name point here; to those there is no such page.
        if (!isLocal(request) || !isMeantForUs(request, { certificate: certificate(), name }))
          throw couchError('noPath');
        const text = exposition([
          ...control.traffic.metrics(),
          ...control.signIns.metrics(),
          ...fileGauge(health),
          ...countyGauges(file, now()),
          ...engineGauges(engine()),
          ...watch.metrics(),
        ]);
        return {
          answer: { bytes: Buffer.from(text), headers: { ...NO_STORE, 'content-type': CONTENT_TYPE } },
          caller: null,
        };
      },
    },
  ];
}
