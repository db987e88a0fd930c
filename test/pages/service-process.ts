/**
 * What the pages under test talk to: real sites and a real hub in a process of their own, on the tests' clock, over HTTP from any page.
 * `POST /open` with a kind makes one of the sample (what it answers is its number), `POST /N` is a call, `POST /N/close` ends it; `POST /now`
 * answers the time of the clock, ms UTC.
 */
import { CLOCK, now } from '../clock.ts';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startDemo } from '../../browser/demo/demo-county.ts';
import { clientServer } from '../../service/handlers/all.ts';
import { startSite } from '../../service/site/start-site.ts';
import { seededRandom } from '../../shared/base/seeded-random.ts';
import type { ServiceKind, ServiceReady } from './service-kinds.ts';

interface Service {
  call(body: unknown): Promise<unknown>;
  close(): Promise<void>;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-pages-'));
const bugs: string[] = [];

const siteIn = (dataFolder: string) =>
  startSite({ dataFolder, clock: CLOCK, random: seededRandom(5), built: 0, facts: 'pages', highWaterFolder: null });

/** Made once; each test file works in a copy. */
const samples = new Map<ServiceKind, string>();
async function sampleOf(kind: 'centre' | 'village'): Promise<string> {
  const known = samples.get(kind);
  if (known !== undefined) return known;
  const made = path.join(folder, kind);
  const site = siteIn(made);
  await site.tryDemo(kind);
  await site.close();
  samples.set(kind, made);
  return made;
}

async function openSite(kind: 'centre' | 'village', name: string): Promise<Service> {
  const own = path.join(folder, name);
  cpSync(await sampleOf(kind), own, { recursive: true });
  const site = siteIn(own);
  const server = clientServer((method, error) => bugs.push(`${method}: ${String(error)}`));
  await server.call({ method: 'staff.choose', input: { id: 'S01' } }, { site });
  return { call: (body) => server.call(body, { site }), close: () => site.close() };
}

async function openCounty(name: string): Promise<Service> {
  const demo = await startDemo({
    pages: 'no-pages',
    version: 'test',
    random: seededRandom(5),
    clock: CLOCK,
    say: () => undefined,
    otherCentres: 2,
    days: 9,
    folder: path.join(folder, name),
  });
  const origin = demo.hub.consoleAddress;
  const post = async (body: unknown, headers: Record<string, string>) => {
    const answer = await fetch(`${origin}/rpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...headers },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const signedIn = (await post({ method: 'county.signIn', input: { secret: demo.adminSecret } }, {})) as {
    value: { session: string };
  };
  const headers = { 'x-bianmin-session': signedIn.value.session };
  return { call: (body) => post(body, headers), close: () => demo.close() };
}

const services = new Map<string, Service>();

async function answer(where: string, body: unknown): Promise<unknown> {
  if (where === '/now') return now();
  if (where === '/open') {
    const kind = body as ServiceKind;
    const name = String(services.size);
    services.set(name, await (kind === 'county' ? openCounty(`${name} 县`) : openSite(kind, `${name} 站点`)));
    return name;
  }
  const [, name = '', end] = where.split('/');
  const service = services.get(name);
  if (service === undefined) throw new Error(`no service at ${where}`);
  if (end === undefined) return service.call(body);
  await service.close();
  return bugs.splice(0);
}

const server = http.createServer((request, response) => {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', 'content-type');
  response.setHeader('content-type', 'application/json');
  if (request.method === 'OPTIONS') return void response.end();
  return void text(request)
    .then((body) => answer(request.url ?? '', JSON.parse(body) as unknown))
    .then((value) => response.end(JSON.stringify(value)))
    .catch((error: unknown) => response.writeHead(500).end(JSON.stringify(String(error))));
});
server.listen(0, '127.0.0.1', () => {
  const ready: ServiceReady = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  process.send?.(ready);
});

/** The one that started it said so, or is gone. */
process.once('disconnect', () => {
  server.closeAllConnections();
  server.close();
  void Promise.allSettled([...services.values()].map((each) => each.close())).then(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.exit(0);
  });
});
