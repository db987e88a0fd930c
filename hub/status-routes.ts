/** Whether the hub is up, and its figures for whoever watches it (docs/OPERATE.md). */
import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { EngineStatus } from '../shared/api/county.ts';
import type { DataFile } from '../store/types.ts';
import { isMeantForUs } from './console/own-host.ts';
import { couchError } from './couch/errors.ts';
import type { OwnRoute } from './door/own-routes.ts';
import { CONTENT_TYPE, exposition } from './metrics/exposition.ts';
import { countyGauges, engineGauges } from './metrics/gauges.ts';
import type { ProcessWatch } from './metrics/process.ts';
import type { Traffic } from './metrics/traffic.ts';

const NO_STORE = { 'cache-control': 'no-store' };
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** A proxy on this machine passes on who really asks; that one is not here. */
const isLocal = ({ socket, headers }: IncomingMessage): boolean =>
  LOOPBACK.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;

function fileAnswers(file: DataFile): boolean {
  try {
    return file.sql('SELECT count(*) FROM setting').get() !== undefined;
  } catch {
    return false;
  }
}

export interface StatusOptions {
  readonly file: DataFile;
  readonly engine: () => EngineStatus;
  readonly traffic: Traffic;
  readonly watch: ProcessWatch;
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number;
  /** What the hub shows in TLS now. */
  readonly certificate: () => X509Certificate;
}

export function statusRoutes(options: StatusOptions): readonly OwnRoute[] {
  const { file, engine, traffic, watch, now, certificate } = options;
  return [
    {
      method: 'GET',
      path: '/_up',
      run: async () => {
        const answer = fileAnswers(file)
          ? { json: { status: 'ok', seeds: {} }, headers: NO_STORE }
          : { status: 503, json: { status: 'file', reason: '县级服务的数据文件没有回应' }, headers: NO_STORE };
        return { answer, caller: null };
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      run: async (request) => {
        // Figures of a county are nobody's business outside, nor a page's that makes a name point here; for others there is no such page.
        if (!isLocal(request) || !isMeantForUs(request, certificate())) throw couchError('noPath');
        const text = exposition([
          ...traffic.metrics(),
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
